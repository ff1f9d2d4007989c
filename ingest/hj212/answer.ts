import { frameOf } from './frame.ts';
import type { Segment } from './segment.ts';

/** HJ 212-2017 table 6: what became of a request. */
export const QN_RTN = { ready: 1, refused: 2, password: 3, mn: 4, cn: 8 } as const;
export type QnRtn = (typeof QN_RTN)[keyof typeof QN_RTN];

/** What an answer repeats of the message it answers. Kept until the commit, so it holds no more than that. */
export interface Addressee {
  readonly qn?: string;
  readonly pw?: string;
  readonly mn: string;
  readonly flag?: number;
}

/** Bit 0 of Flag: the sender wants an answer. */
export function wantsAnswer({ flag }: { readonly flag?: number }): boolean {
  return flag !== undefined && (flag & 1) === 1;
}

/** Version bits of Flag: 0 is 2005, 4 is 2017, 8 is 2025. A device that sends no Flag is spoken to as 2017. */
export function versionBits({ flag }: { readonly flag?: number }): number {
  return flag === undefined ? 4 : flag & 0xfc;
}

export function addresseeOf({ qn, pw, mn, flag }: Segment): Addressee {
  return {
    ...(qn === undefined ? {} : { qn }),
    ...(pw === undefined ? {} : { pw }),
    ...(flag === undefined ? {} : { flag }),
    mn,
  };
}

/** An answer as a frame: QN, PW and MN as they came, system type 91, answer bit off (HJ 212-2017 annex C). */
export function answerFrame(to: Addressee, cn: string, content = ''): string {
  const qn = to.qn === undefined ? '' : `QN=${to.qn};`;
  return frameOf(`${qn}ST=91;CN=${cn};PW=${to.pw ?? ''};MN=${to.mn};Flag=${versionBits(to)};CP=&&${content}&&`);
}
