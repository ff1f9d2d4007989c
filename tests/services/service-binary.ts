import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const BINARIES = {
  mosquitto: 'mosquitto',
  influxdb: 'influxd',
  'victoria-metrics': 'victoria-metrics',
  chromium: 'chromium',
  'libxml2-utils': 'xmllint',
} as const;

/** Real programs that tests use, as named by their Debian packages. */
export type ServiceName = keyof typeof BINARIES;

/** Where the program lies, or undefined; looked for on PATH and in the sbin folders, which users' PATHs often lack. */
export function serviceBinary(name: ServiceName): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  for (const folder of folders) {
    const path = join(folder, BINARIES[name]);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** As `serviceBinary`, but throws with the remedy when it is missing. */
export function requireService(name: ServiceName): string {
  const path = serviceBinary(name);
  if (path === undefined) throw new Error(`${BINARIES[name]} is not installed: apt-get install ${name}`);
  return path;
}
