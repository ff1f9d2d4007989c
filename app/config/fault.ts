/** One fault of a configuration, with where it stands. */
export interface Fault {
  readonly file: string;
  /** 1-based; absent when the fault has no place in the file (a missing field, an environment variable). */
  readonly line?: number;
  readonly path: string;
  readonly message: string;
  /** The message in Chinese, where there is one of its own. */
  readonly zh?: string;
  /** Id of the sentence of the specification that it breaks. */
  readonly code?: string;
  /** Absent: an error. A warning keeps nobody from starting. */
  readonly severity?: 'warning';
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

export function isError({ severity }: Fault): boolean {
  return severity !== 'warning';
}

export function faultText(fault: Fault): string {
  const { file, line, path, message, zh } = fault;
  const place = `${file}${line === undefined ? '' : `:${line}`}: ${path === '' ? '' : `${path}: `}`;
  return `${place}${isError(fault) ? '' : 'warning 提醒: '}${message}${zh === undefined || zh === message ? '' : ` ${zh}`}`;
}
