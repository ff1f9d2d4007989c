import type { Judgement } from '../judgement.ts';
import { type Compiled, FALSE, TRUE, type Tri, truthName, UNKNOWN } from './compiled.ts';

/** All are true; unknown as long as no part is false and one is unknown. */
export function all(parts: readonly Compiled[]): Compiled {
  return together(
    'all',
    parts,
    (truths) => (truths.includes(FALSE) ? FALSE : truths.includes(UNKNOWN) ? UNKNOWN : TRUE),
    FALSE,
  );
}

/** One is true; unknown as long as no part is true and one is unknown. */
export function any(parts: readonly Compiled[]): Compiled {
  return together(
    'any',
    parts,
    (truths) => (truths.includes(TRUE) ? TRUE : truths.includes(UNKNOWN) ? UNKNOWN : FALSE),
    TRUE,
  );
}

/** The opposite; the opposite of unknown is unknown. An open `not` asks its part by the limit at which that begins. */
export function not(part: Compiled): Compiled {
  const turn = (truth: Tri): Tri => (truth === UNKNOWN ? UNKNOWN : truth === TRUE ? FALSE : TRUE);
  return {
    reach: part.reach,
    lookback: part.lookback,
    truth: (subject, hour) => turn(part.truth(subject, hour, false)),
    judge(subject, hour) {
      const inner = part.judge(subject, hour, false);
      const truth = inner.truth === 'unknown' ? 'unknown' : inner.truth === 'true' ? 'false' : 'true';
      return { kind: 'not', truth, reason: inner.reason, parts: [inner] };
    },
  };
}

function together(
  kind: 'all' | 'any',
  parts: readonly Compiled[],
  combine: (truths: readonly Tri[]) => Tri,
  decisive: Tri,
): Compiled {
  return {
    reach: parts.some(({ reach }) => reach === 'region') ? 'region' : 'own',
    lookback: Math.max(...parts.map(({ lookback }) => lookback)),
    truth(subject, hour, open) {
      let unknown = false;
      for (const part of parts) {
        const truth = part.truth(subject, hour, open);
        if (truth === decisive) return decisive;
        if (truth === UNKNOWN) unknown = true;
      }
      if (unknown) return UNKNOWN;
      return decisive === TRUE ? FALSE : TRUE;
    },
    judge(subject, hour, open) {
      const judged = parts.map((part) => part.judge(subject, hour, open));
      const truth = truthName(combine(judged.map(triOf)));
      const lead = judged.find((part) => part.truth === truth) ?? judged[0];
      return { kind, truth, reason: lead?.reason ?? kind, parts: judged };
    },
  };
}

function triOf({ truth }: Judgement): Tri {
  return truth === 'true' ? TRUE : truth === 'false' ? FALSE : UNKNOWN;
}
