import { spawnSync } from 'node:child_process';
import { cpus, platform, release, totalmem } from 'node:os';
import { type ServiceName, serviceBinary } from '../tests/services/service-binary.ts';

/** What a figure must never be separated from. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryMb: number;
  readonly kernel: string;
  readonly node: string;
  readonly mosquitto: string;
  readonly influxdb: string;
  /** Of the source; with `+` when files differ from it. */
  readonly commit: string;
}

export function machine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryMb: Math.round(totalmem() / 1_048_576),
    kernel: `${platform()} ${release()}`,
    node: process.version,
    mosquitto: versionOf('mosquitto', ['-h']),
    influxdb: versionOf('influxdb', ['version']),
    commit: sourceCommit(),
  };
}

function versionOf(name: ServiceName, args: readonly string[]): string {
  const binary = serviceBinary(name);
  return binary === undefined ? 'not installed' : firstLine(binary, args);
}

function sourceCommit(): string {
  const changed = firstLine('git', ['status', '--porcelain', '--untracked-files=no']) !== 'unknown';
  return `${firstLine('git', ['rev-parse', '--short', 'HEAD'])}${changed ? '+' : ''}`;
}

function firstLine(command: string, args: readonly string[]): string {
  const { stdout } = spawnSync(command, args, { encoding: 'utf8', timeout: 5_000, cwd: import.meta.dirname });
  return stdout?.split('\n')[0]?.trim() || 'unknown';
}
