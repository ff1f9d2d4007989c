import type { Station } from '../../domain/air/station.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { StationRegistry } from '../registry.ts';
import { QN_RTN, type QnRtn } from './answer.ts';
import type { Hj212Link, LinkBook } from './link-book.ts';
import type { Segment } from './segment.ts';

export type Admission =
  | { readonly link: Hj212Link; readonly station: Station }
  | { readonly refusal: Refusal; readonly qnRtn: QnRtn };

/** Whether the sender is a known device of a registered station with the right password. */
export function admit(segment: Segment, links: LinkBook, stations: StationRegistry): Admission {
  const link = links.get(segment.mn);
  if (link === undefined) return { refusal: refuse('unknown_mn', { field: segment.mn }), qnRtn: QN_RTN.mn };
  // The password itself is told to nobody, not even to the log.
  if (link.password !== undefined && link.password !== segment.pw) {
    return { refusal: refuse('wrong_password', { field: segment.mn }), qnRtn: QN_RTN.password };
  }
  const station = stations.get(link.station);
  if (station === undefined) {
    return { refusal: refuse('unknown_station', { field: link.station }), qnRtn: QN_RTN.mn };
  }
  return { link, station };
}
