import { REFUSAL_CODES } from '../../ingest/refusal.ts';

const codes: ReadonlySet<string> = new Set(REFUSAL_CODES);
const BILINGUAL = /\p{Script=Han}.* \/ .*[a-z]{3}/su;
/** The longest text of the registry and the sender's own words, which are cut. */
const MAX_REASON = 300;

/** What is wrong with a refusal as a sender gets it: an unknown code, a reason that is not in both languages, or one without an end. */
export function refusalFault({
  code,
  reason,
}: {
  readonly code?: string;
  readonly reason?: string;
}): string | undefined {
  if (code === undefined || !codes.has(code)) return `a refusal has the code ${code}, which is not in the registry`;
  if (reason === undefined || !BILINGUAL.test(reason))
    return `the refusal ${code} has no reason in both languages: ${reason}`;
  if (reason.length > MAX_REASON) return `the reason of ${code} has ${reason.length} characters`;
  return undefined;
}
