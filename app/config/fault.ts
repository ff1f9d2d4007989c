/** One fault of a configuration, with where it stands. */
export interface Fault {
  readonly file: string;
  /** 1-based; absent when the fault has no place in the file (a missing field, an environment variable). */
  readonly line?: number;
  readonly path: string;
  readonly message: string;
}

/** All faults at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(faultText).join('\n'));
    this.faults = faults;
  }
}

export function faultText({ file, line, path, message }: Fault): string {
  return `${file}${line === undefined ? '' : `:${line}`}: ${path === '' ? '' : `${path}: `}${message}`;
}
