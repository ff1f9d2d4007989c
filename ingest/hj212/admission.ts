import type { Station } from '../../domain/air/station.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { StationRegistry } from '../registry.ts';
import { QN_RTN, type QnRtn } from './answer.ts';
import type { Hj212Link, LinkBook } from './link-book.ts';
import type { PasswordBook } from './password-book.ts';
import type { Segment } from './segment.ts';

export interface Admitted {
  readonly link: Hj212Link;
  readonly station: Station;
}

export type Admission =
  | Admitted
  | { readonly refusal: Refusal; readonly qnRtn: QnRtn }
  /** Not decided: somebody has to be asked whether this is the password. */
  | { readonly unasked: { readonly station: string; readonly password: string } };

/** Who is known, and how each proves that it is the one. */
export interface AdmissionRules {
  readonly links: LinkBook;
  readonly stations: StationRegistry;
  /** Holds for every link without a password of its own; absent: any PW is taken there. */
  readonly passwords?: Pick<PasswordBook, 'check' | 'ask'>;
}

/** Whether the sender is a known device of a registered station with the right password. */
export function admit(segment: Segment, { links, stations, passwords }: AdmissionRules, now: number): Admission {
  const link = links.get(segment.mn);
  if (link === undefined) return { refusal: refuse('unknown_mn', { field: segment.mn }), qnRtn: QN_RTN.mn };
  // The password itself is told to nobody, not even to the log.
  if (link.password !== undefined && link.password !== segment.pw) {
    return wrongPassword(segment);
  }
  const station = stations.get(link.station);
  if (station === undefined) {
    return { refusal: refuse('unknown_station', { field: link.station }), qnRtn: QN_RTN.mn };
  }
  if (link.password === undefined && passwords !== undefined) {
    const password = segment.pw ?? '';
    const verdict = passwords.check(station.id, password, now);
    if (verdict === 'unasked') return { unasked: { station: station.id, password } };
    if (verdict === 'wrong') return wrongPassword(segment);
  }
  return { link, station };
}

function wrongPassword({ mn }: Segment): Admission {
  return { refusal: refuse('wrong_password', { field: mn }), qnRtn: QN_RTN.password };
}
