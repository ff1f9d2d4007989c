import type { Workload } from '../workload.ts';
import type { Tally } from './tally.ts';

export const CONTENDERS = [
  'bare',
  'naive',
  'node-red',
  'node-red+batch',
  'skeleton',
  'lianfang',
  'lianfang+rules',
] as const;
export type ContenderName = (typeof CONTENDERS)[number];

export function needsNodeRed(name: ContenderName): boolean {
  return name.startsWith('node-red');
}

export interface ContenderSetting {
  readonly name: ContenderName;
  readonly mqttUrl: string;
  readonly influxUrl: string;
  readonly database: string;
  readonly workload: Workload;
  /** Give up when nothing was committed for so long. */
  readonly idleMs: number;
  /** Where Node-RED is installed; its contenders need it. */
  readonly nodeRedFolder?: string;
}

/** A subscriber that is connected and subscribed, and reports to the tally. */
export interface Contender {
  /** Resolves when what follows from the commits is done too; absent: nothing does. */
  settled?(): Promise<void>;
  /** Disconnects with every acknowledgement sent and leaves its session at the broker; tells its own figures. */
  stop(): Promise<Readonly<Record<string, number>>>;
}

export type StartContender = (setting: ContenderSetting, tally: Tally) => Promise<Contender>;

export type FromContender =
  | { readonly type: 'ready' }
  | { readonly type: 'committed'; readonly readings: number }
  | {
      readonly type: 'report';
      readonly committed: number;
      /** Monotonic ms of each commit, and the total of readings after it. */
      readonly times: Float64Array;
      readonly totals: Float64Array;
      /** User and system time of the whole process from `ready` until all was settled. */
      readonly cpuMs: number;
      /** From the last commit until what follows from it was done. */
      readonly settledAfterMs: number;
      readonly maxRssMb: number;
      readonly own: Readonly<Record<string, number>>;
    };
