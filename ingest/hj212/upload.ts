import type { Reading } from '../../domain/air/reading.ts';
import type { Station } from '../../domain/air/station.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { versionBits } from './answer.ts';
import { periodSeconds } from './command.ts';
import { parseDataTime } from './data-time.ts';
import type { Hj212Link } from './link-book.ts';
import { measuredValues } from './measured-values.ts';
import type { Segment } from './segment.ts';
import { decryptContent, isEncryptedCommand } from './sm4.ts';

/** What one data packet holds. */
export interface Upload {
  /** Absent when there is nothing to keep, or no saying when it was measured; `refusals` then say why. */
  readonly reading?: Reading;
  readonly refusals: readonly Refusal[];
  /** As sent, to tell which parts belong together. */
  readonly dataTime?: string;
}

/** System types whose values are ambient air: 22 ambient, 39 dust at building sites. */
const AMBIENT_SYSTEMS: readonly string[] = ['22', '39'];
/** Version bits of HJ 212-2025. */
const VERSION_2025 = 8;

/**
 * The reading in a packet of 2011, 2051, 2061 or 2031: `-Rtd` values of a moment, `-Avg` values of a period that DataTime
 * stamps by its START (HJ 212-2017 table 9, DataTime) and our reading by its end. `latestAt`: epoch ms that no period end may
 * pass, `dataTime` stands in where a part of a split message has none. A bad value does not harm the others.
 */
export function readUpload(
  segment: Segment,
  { link, station }: { readonly link: Hj212Link; readonly station: Station },
  { latestAt, dataTime: inherited }: { readonly latestAt: number; readonly dataTime?: string | undefined },
): Upload {
  const { st, cn } = segment;
  if (!(link.systems ?? AMBIENT_SYSTEMS).includes(st)) return nothing(refuse('nothing_kept', { field: `ST=${st}` }));
  if (segment.content === '') return nothing(refuse('no_values', { field: 'CP' }));
  const content = clearContent(segment, link);
  if (content === undefined) return nothing(refuse('bad_cipher', { field: 'CP' }));

  const measured = measuredValues(content, cn === '2011' ? 'Rtd' : 'Avg', link.units);
  const dataTime = measured.dataTime ?? inherited;
  const sent = dataTime === undefined ? {} : { dataTime };
  const refusals = measured.malformed === undefined ? [] : [refuse('bad_segment', { field: measured.malformed })];
  refusals.push(...measured.refusals);
  if (Object.keys(measured.values).length === 0) {
    if (refusals.length === 0) refusals.push(refuse('nothing_kept', { field: `CN=${cn}` }));
    return { refusals, ...sent };
  }
  const stamp = parseDataTime(dataTime ?? '');
  if (stamp === null) return nothing(refuse('bad_data_time', { field: dataTime ?? 'DataTime' }));
  const periodS = periodSeconds(cn, link.minuteInterval);
  const at = link.periodLabel === 'end' ? stamp : stamp + periodS * 1000;
  if (at > latestAt) return nothing(refuse('future', { field: `DataTime=${dataTime}` }));
  const { values, flags } = measured;
  return { reading: { station: station.id, city: station.city, at, periodS, values, flags }, refusals, ...sent };
}

function clearContent(segment: Segment, { sm4 }: Hj212Link): string | undefined {
  const encrypted = sm4 !== undefined && versionBits(segment) === VERSION_2025 && isEncryptedCommand(segment.cn);
  return encrypted ? decryptContent(segment.content, sm4) : segment.content;
}

function nothing(refusal: Refusal): Upload {
  return { refusals: [refusal] };
}
