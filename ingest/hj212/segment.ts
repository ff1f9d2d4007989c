import { isAscii, isUtf8 } from 'node:buffer';
import { type Refusal, refuse } from '../refusal.ts';
import { pickFields } from './pick-fields.ts';

/** A data segment taken apart (HJ 212-2017 table 2). What a device left out is absent; `content` is the text between the `&&`. */
export interface Segment {
  /** Number of the exchange, as sent; answers echo it. */
  readonly qn?: string;
  /** System type: 22 ambient air. */
  readonly st: string;
  /** Command number. */
  readonly cn: string;
  readonly pw?: string;
  /** The device's own number. */
  readonly mn: string;
  /** Version bits, D (split), A (answer wanted). */
  readonly flag?: number;
  readonly part?: { readonly number: number; readonly count: number };
  readonly content: string;
}

const OPENING = 'CP=&&';
const CLOSING = '&&';
const MAX_MN = 64;
const MAX_PARTS = 9999;

/**
 * Reads a data segment; never throws. Tolerates what real devices do: no QN, no Flag, an MN that is not 24 hex digits, an ST
 * of three digits. Only what stands before `CP=` is header, so a stray `Flag=N` among the items changes nothing.
 */
export function parseSegment(bytes: Buffer): Segment | Refusal {
  const text = decodeText(bytes);
  const opening = text.indexOf(OPENING);
  const from = opening + OPENING.length;
  if (opening < 0 || !text.endsWith(CLOSING) || text.length < from + CLOSING.length) {
    return refuse('bad_segment', { field: 'CP' });
  }
  const header: Header = [undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined];
  const malformed = pickFields(text.slice(0, opening), PLACES, header, ';');
  if (malformed !== undefined) return refuse('bad_segment', { field: malformed });
  return headerFields(header, text.slice(from, -CLOSING.length));
}

const KEYS = ['QN', 'PW', 'ST', 'CN', 'MN', 'Flag', 'PNUM', 'PNO'] as const;
const PLACES: ReadonlyMap<string, number> = new Map(KEYS.map((key, place) => [key, place]));
type Text = string | undefined;
type Header = [qn: Text, pw: Text, st: Text, cn: Text, mn: Text, flag: Text, pnum: Text, pno: Text];

function headerFields(header: Header, content: string): Segment | Refusal {
  const [qn, pw, st = '', cn = '', mn = '', flagText, pnum, pno] = header;
  if (!/^\d{2,3}$/.test(st)) return refuse('bad_segment', { field: `ST=${st}` });
  if (!/^\d{4}$/.test(cn)) return refuse('bad_segment', { field: `CN=${cn}` });
  if (mn === '' || mn.length > MAX_MN) return refuse('bad_segment', { field: `MN=${mn}` });
  const flag = wholeNumber(flagText, 255);
  if (flag === null) return refuse('bad_segment', { field: `Flag=${flagText}` });
  const count = wholeNumber(pnum, MAX_PARTS);
  const number = wholeNumber(pno, MAX_PARTS);
  const split = count !== undefined && count !== 1;
  if (split && !(count !== null && number !== null && number !== undefined && number >= 1 && number <= count)) {
    return refuse('bad_segment', { field: `PNUM=${pnum};PNO=${pno}` });
  }
  return {
    ...(qn === undefined || qn === '' ? {} : { qn }),
    ...(pw === undefined ? {} : { pw }),
    ...(flag === undefined ? {} : { flag }),
    ...(split && count && number ? { part: { number, count } } : {}),
    st,
    cn,
    mn,
    content,
  };
}

/** Undefined when absent or empty, null when it is no whole number up to `most`. */
function wholeNumber(text: string | undefined, most: number): number | null | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,9}$/.test(text)) return null;
  const number = Number(text);
  return number <= most ? number : null;
}

/** GBK and the like are read byte for byte: the characters that divide a segment are ASCII in every one of them. */
function decodeText(bytes: Buffer): string {
  return !isAscii(bytes) && isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1');
}
