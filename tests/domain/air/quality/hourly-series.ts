import { PARAMETERS, type Parameter } from '../../../../domain/air/parameter.ts';
import { judgeAround } from '../../../../domain/air/quality/judge-around.ts';
import { judgeReading } from '../../../../domain/air/quality/judge-reading.ts';
import { QualityLimits } from '../../../../domain/air/quality/quality-limits.ts';
import { StationHistory } from '../../../../domain/air/quality/station-history.ts';
import type { StationTraits } from '../../../../domain/air/quality/station-traits.ts';
import type { Verdict } from '../../../../domain/air/quality/verdict.ts';
import type { Flags, Reading, Values } from '../../../../domain/air/reading.ts';

export const HOUR_MS = 3_600_000;
export const OFFSET_MS = 8 * HOUR_MS;
/** Noon, so that short series lie in daylight; hour 0 ends here. */
export const NOON = Date.parse('2026-11-22T12:00:00+08:00');

export const defaults = QualityLimits.parse({});

export function hourly(hour: number, values: Values, flags: Flags = {}): Reading {
  return { station: 's1', city: 'c1', at: NOON + hour * HOUR_MS, periodS: 3600, values, flags };
}

/** As `spatialVerdicts` takes values. */
export function comparable(values: Values): number[] {
  return PARAMETERS.map((parameter) => values[parameter] ?? Number.NaN);
}

interface Options {
  readonly limits?: QualityLimits;
  readonly traits?: StationTraits;
  readonly utcOffsetMs?: number;
}

/** What is said of a reading by itself, and of the hours that it touches. */
export function checkReading(history: StationHistory, reading: Reading, traits: StationTraits = {}): Verdict[] {
  return [...judgeReading(history.limits, reading, traits), ...(judgeAround(history, reading)?.verdicts ?? [])];
}

/** What holds in the end when readings are checked in this order: each judgement replaces the earlier ones of its hours. */
export function finalVerdicts(readings: readonly Reading[], options: Options = {}): Verdict[] {
  const limits = options.limits ?? defaults;
  const history = new StationHistory({ limits, utcOffsetMs: options.utcOffsetMs ?? OFFSET_MS });
  const alone = new Map<number, readonly Verdict[]>();
  let around: Verdict[] = [];
  for (const reading of readings) {
    alone.set(reading.at, judgeReading(limits, reading, options.traits ?? {}));
    const judgement = judgeAround(history, reading);
    if (judgement === undefined) continue;
    const [from, to] = [history.endOf(judgement.from), history.endOf(judgement.to)];
    around = [...around.filter(({ at }) => at < from || at > to), ...judgement.verdicts];
  }
  return [...alone.values()].flat().concat(around).sort(inOrder);
}

function inOrder(a: Verdict, b: Verdict): number {
  return a.at - b.at || PARAMETERS.indexOf(a.parameter) - PARAMETERS.indexOf(b.parameter);
}

/** Checks one parameter hour by hour (undefined: no reading) and gives `hour:test:severity` of every verdict that holds in the end. */
export function judged(parameter: Parameter, values: readonly (number | undefined)[], options: Options = {}): string[] {
  const readings = values.flatMap((value, hour) => (value === undefined ? [] : [hourly(hour, { [parameter]: value })]));
  return finalVerdicts(readings, options).map(brief);
}

export function brief({ at, test, severity }: Verdict): string {
  return `${(at - NOON) / HOUR_MS}:${test}:${severity}`;
}
