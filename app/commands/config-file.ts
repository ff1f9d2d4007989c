/** The configuration file when none is named: `LIANFANG_CONFIG`, else `lianfang.yaml` here. */
export function configFile(): string {
  return process.env['LIANFANG_CONFIG'] ?? 'lianfang.yaml';
}
