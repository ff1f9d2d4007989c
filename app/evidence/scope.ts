import { z } from 'zod';
import { formatIso, parseIso } from '../../domain/time.ts';

/** ISO 8601 in the file, epoch ms here. */
const Instant = z.codec(z.string(), z.number(), {
  decode: (text, context) => {
    const at = parseIso(text);
    if (at !== null) return at;
    context.issues.push({ code: 'custom', input: text, message: 'ISO 8601 with offset' });
    return z.NEVER;
  },
  encode: (at) => formatIso(at),
});

/** Which hours and rules a package is about: `scope.json`. Instants are ends of hours of the region. */
export const Scope = z.strictObject({
  kind: z.enum(['warning', 'case']),
  id: z.string().min(1),
  region: z.string().min(1),
  /** The ledger up to this entry. */
  through: z.int().min(1),
  /** When the warning or case began. */
  opened: Instant,
  /** Readings that end in [from, to). */
  readings: z.strictObject({ from: Instant, to: Instant }),
  /** The hours that end in (from, to] are judged again; null when nothing of it rests on the air. */
  judged: z.strictObject({ from: Instant, to: Instant }).nullable(),
  /** `continued`: as after a restart at `judged.from`, from what the ledger knew then. `beginning`: from the ledger's first hour. */
  start: z.enum(['continued', 'beginning']),
  /** Whether grades are judged again; they are what a warning rests on. */
  grades: z.boolean(),
  /** The rules that are judged again, by id. */
  rules: z.array(z.string()),
  /** Rules whose alerts are in the ledger's entries here but need more days of readings than are here. */
  notJudged: z.array(z.string()),
});
export type Scope = z.output<typeof Scope>;

export function scopeText(scope: Scope): string {
  return `${JSON.stringify(Scope.encode(scope), null, 2)}\n`;
}
