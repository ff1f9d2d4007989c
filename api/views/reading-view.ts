import type { Reading } from '../../domain/air/reading.ts';
import { formatIso } from '../../domain/time.ts';
import type { ReadingView } from '../contract.ts';

/** `mark`: how it came, where that is known; `quality`: of its values that are not good. */
export function readingView(
  reading: Reading,
  mark?: { readonly lateSince?: number; readonly isRevised: boolean },
  quality?: ReadingView['quality'],
): ReadingView {
  const { station, city, at, periodS, seq, values, flags } = reading;
  return {
    station,
    city,
    at: formatIso(at),
    period: periodS,
    ...(seq === undefined ? {} : { seq }),
    values: { ...values },
    ...(Object.keys(flags).length === 0 ? {} : { flags: { ...flags } }),
    ...(mark?.lateSince === undefined ? {} : { late: formatIso(mark.lateSince) }),
    ...(mark?.isRevised ? { revised: true } : {}),
    ...(quality === undefined ? {} : { quality }),
  };
}
