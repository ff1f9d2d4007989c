import type { Parameter } from '../../domain/air/parameter.ts';
import type { Flag, Reading } from '../../domain/air/reading.ts';

/**
 * One reading of parts that have the same station, period and time, the oldest first: each parameter has the value and the
 * flag of the last part that carries it (a value without a flag clears the old one). `seq` is that of the first that has one.
 */
export function mergeReading(first: Reading, more: readonly Reading[]): Reading {
  const values: Partial<Record<Parameter, number>> = {};
  const flags: Partial<Record<Parameter, Flag>> = {};
  for (const part of [first, ...more]) {
    for (const name of Object.keys(part.values) as Parameter[]) {
      values[name] = part.values[name] as number;
      delete flags[name];
    }
    for (const name of Object.keys(part.flags) as Parameter[]) flags[name] = part.flags[name] as Flag;
  }
  const seq = [first, ...more].find((part) => part.seq !== undefined)?.seq;
  const { station, city, at, periodS } = more.at(-1) ?? first;
  return { station, city, at, periodS, ...(seq === undefined ? {} : { seq }), values, flags };
}
