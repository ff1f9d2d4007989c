import { type AgreementFault, fault } from '../agreement-fault.ts';
import type { AgreementParts } from '../agreement-parts.ts';
import type { Duties } from '../duties.ts';
import { endsAfter, type Term, termText } from '../term.ts';

type Step = { [Key in keyof Duties]: Duties[Key] extends Term ? Key : never }[keyof Duties];
/** Steps that run from one moment and need each other, in the order in which they must end. */
const CHAINS: readonly (readonly Step[])[] = [
  ['acknowledge', 'own_warning', 'start_response', 'first_report'],
  ['confirm_stop', 'summary', 'region_review'],
];

/** Deadlines in an order that can be kept (AGR-9). */
export function* dutyFaults({ duties, enforcement }: AgreementParts): Iterable<AgreementFault> {
  if (duties !== undefined) {
    for (const chain of CHAINS) {
      for (const [place, later] of chain.entries()) {
        const earlier = chain[place - 1];
        if (earlier === undefined) continue;
        yield* order(['duties', later], { name: earlier, term: duties[earlier] }, { name: later, term: duties[later] });
      }
    }
  }
  if (enforcement === undefined) return;
  const { rectification, accident_notice } = enforcement;
  const { usual, longest } = rectification;
  yield* order(
    ['enforcement', 'rectification', 'longest'],
    { name: 'usual', term: usual },
    { name: 'longest', term: longest },
  );
  const { major, general } = accident_notice;
  yield* order(
    ['enforcement', 'accident_notice', 'general'],
    { name: 'major', term: major },
    { name: 'general', term: general },
  );
}

interface Named {
  readonly name: string;
  readonly term: Term;
}

function* order(path: AgreementFault['path'], earlier: Named, later: Named): Iterable<AgreementFault> {
  if (!endsAfter(earlier.term, later.term)) return;
  const [first, then] = [termText(earlier.term), termText(later.term)];
  const en = `${later.name} (${then.en}) ends before ${earlier.name} (${first.en}), which must come first`;
  const zh = `${later.name}（${then.zh}）早于应先完成的 ${earlier.name}（${first.zh}）`;
  yield fault('AGR-9', path, en, zh);
}
