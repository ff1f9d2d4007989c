import { parseArgs } from 'node:util';
import { CONTENDERS, type ContenderName, needsNodeRed } from './contenders/contender.ts';
import { missingIn, NODE_RED_INSTALL } from './contenders/node-red-folder.ts';
import { startOf, type Workload } from './workload.ts';

export interface BenchOptions {
  readonly rounds: number;
  readonly contenders: readonly ContenderName[];
  readonly workloads: readonly Workload[];
  /** Where the result goes; default `results/<date>-ingest.json`. */
  readonly json?: string;
  readonly note?: string;
  readonly profileDir?: string;
  /** Where Node-RED is installed; absent: its contenders do not take part. */
  readonly nodeRedFolder?: string;
}

/** Wrong use; the message says what is right. */
export class BadOptions extends Error {
  override readonly name = 'BadOptions';
}

export const USAGE = `npm run bench [-- OPTIONS]

Without --array and --rate: single readings and arrays of 50 at saturation, then 5,000 and 10,000 messages/s offered.

  --rounds N       rounds, contenders interleaved (default 3)
  --messages N     messages of single readings per measurement (default 200000; arrays: a tenth; rates: at most 10 s)
  --only NAME      only this contender, repeatable: ${CONTENDERS.join(', ')}
  --array N        only one workload: N readings per message (1 to 500), with --messages as given
  --rate N         only one workload: N messages/s offered
  --stations N     stations that take turns (default 4000: hourly readings then lie within three days, as live data do)
  --period S       length of a reading's period: 60 (default) or 3600
  --json FILE      where the result goes (default bench/results/<date>-ingest.json)
  --note TEXT      a remark for the result
  --node-red DIR   where Node-RED is installed, else LIANFANG_NODE_RED; without it its contenders do not take part.
                   To install: ${NODE_RED_INSTALL}
  --profile DIR    CPU profiles of the contenders (--cpu-prof); such figures are not for comparison
  --help
`;

const DEFAULT_MESSAGES = 200_000;
const RATES = [5_000, 10_000];
const RATE_SECONDS = 10;
const MAX_MESSAGES = 5_000_000;

/** Undefined when help was asked for. Throws `BadOptions`. */
export function benchOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): BenchOptions | undefined {
  const { values } = parsed(args);
  if (values.help === true) return undefined;
  const contenders = (values.only ?? []).map((name) => {
    const known = CONTENDERS.find((contender) => contender === name);
    if (known === undefined) throw new BadOptions(`--only ${name}: one of ${CONTENDERS.join(', ')}`);
    return known;
  });
  const nodeRedFolder = values['node-red'] ?? (environment['LIANFANG_NODE_RED'] || undefined);
  const available = availableContenders(contenders, nodeRedFolder);
  const count = (name: 'rounds' | 'messages' | 'stations' | 'array' | 'rate' | 'period', most: number) =>
    wholeNumber(name, values[name], most);
  return {
    rounds: count('rounds', 100) ?? 3,
    contenders: contenders.length > 0 ? available.filter((name) => contenders.includes(name)) : available,
    workloads: workloads({
      messages: count('messages', MAX_MESSAGES) ?? DEFAULT_MESSAGES,
      stations: count('stations', 100_000) ?? 4_000,
      array: count('array', 500),
      rate: count('rate', 1_000_000),
      periodS: count('period', 3_600) ?? 60,
    }),
    ...(values.json !== undefined && { json: values.json }),
    ...(values.note !== undefined && { note: values.note }),
    ...(values.profile !== undefined && { profileDir: values.profile }),
    ...(nodeRedFolder !== undefined && { nodeRedFolder }),
  };
}

/** All but those that need a Node-RED which is not there. Asking for one of them by name without it is wrong use. */
function availableContenders(
  asked: readonly ContenderName[],
  nodeRedFolder: string | undefined,
): readonly ContenderName[] {
  if (nodeRedFolder === undefined) {
    const without = asked.find(needsNodeRed);
    if (without !== undefined) throw new BadOptions(`--only ${without}: needs Node-RED: ${NODE_RED_INSTALL}`);
    return CONTENDERS.filter((name) => !needsNodeRed(name));
  }
  const missing = missingIn(nodeRedFolder);
  if (missing.length === 0) return CONTENDERS;
  throw new BadOptions(`no ${missing.join(' and no ')} in ${nodeRedFolder}: ${NODE_RED_INSTALL}`);
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        rounds: text,
        messages: text,
        only: { type: 'string', multiple: true },
        array: text,
        rate: text,
        period: text,
        stations: text,
        json: text,
        note: text,
        profile: text,
        'node-red': text,
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new BadOptions(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(name: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > most) {
    throw new BadOptions(`--${name} ${text}: a whole number from 1 to ${most}`);
  }
  return number;
}

function workloads(given: {
  readonly messages: number;
  readonly stations: number;
  readonly array: number | undefined;
  readonly rate: number | undefined;
  readonly periodS: number;
}): Workload[] {
  const { messages, stations, array, rate, periodS } = given;
  const now = Date.now();
  const saturated = (count: number, readingsPerMessage: number): Workload => {
    const name = readingsPerMessage === 1 ? 'single' : `array-${readingsPerMessage}`;
    const what = { name, messages: count, readingsPerMessage, stations, periodS };
    return { ...what, from: startOf(what, now) };
  };
  const offered = (ratePerS: number, readingsPerMessage: number): Workload => {
    const workload = saturated(Math.min(messages, ratePerS * RATE_SECONDS), readingsPerMessage);
    return { ...workload, name: `${workload.name}-at-${ratePerS}`, ratePerS };
  };
  if (rate !== undefined) return [offered(rate, array ?? 1)];
  if (array !== undefined) return [saturated(messages, array)];
  return [saturated(messages, 1), saturated(Math.ceil(messages / 10), 50), ...RATES.map((one) => offered(one, 1))];
}
