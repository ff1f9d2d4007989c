import { formatIso } from '../../domain/time.ts';
import { ApiProblem, type ProblemCode } from '../problem.ts';
import type { CommandOutcome } from './protocol-port.ts';

type Refused = Extract<CommandOutcome<unknown>, { readonly outcome: 'refused' }>;

/** Rules about who may do what; docs/spec/warning.md, enforcement.md and coordination.md. */
const AUTHORITY = ['WRN-1', 'WRN-2', 'WRN-3', 'WRN-4', 'ENF-2', 'ENF-5', 'COO-12'];
/** Somebody else was first. */
const RACE = ['WRN-6', 'ENF-4'];
/** The key was used for another command; docs/spec/coordination.md. */
const KEY_REUSED = 'COO-5';

/** A refused command as its problem document (PRO-8): the rule that it breaks, why, and for the loser of a race who was first. */
export function refusalProblem({ refusal, version, last }: Refused): ApiProblem {
  const { rule, reason } = refusal;
  const code = codeOf(rule);
  const first = code === 'version_conflict' && last !== undefined ? { first: { ...last, at: formatIso(last.at) } } : {};
  return new ApiProblem(code, {
    detail: `${reason.zh} / ${reason.en}`,
    members: { rule, reason: { zh: reason.zh, en: reason.en }, version, ...first },
  });
}

function codeOf(rule: string): ProblemCode {
  if (AUTHORITY.includes(rule)) return 'not_permitted';
  if (RACE.includes(rule)) return 'version_conflict';
  return rule === KEY_REUSED ? 'idempotency_key_reused' : 'refused';
}
