import type { CaseView } from '../../api/protocol-contract.ts';
import { type CaseStage, STAGE_NAME } from '../../domain/enforcement/case-stage.ts';
import { language } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';

/** The usual way; arbitration and withdrawal are shown only where the case went there. */
const WAY: readonly CaseStage[] = [
  'opened',
  'referred',
  'accepted',
  'inspected',
  'found',
  'ordered',
  'closing',
  'closed',
];
const ASIDE: Readonly<Partial<Record<CaseStage, CaseStage>>> = { arbitration: 'referred', withdrawn: 'opened' };

/** Where the case stands, as named steps. */
export function StageLine({ stage }: Pick<CaseView, 'stage'>) {
  const beside = ASIDE[stage];
  const steps = beside === undefined ? WAY : WAY.flatMap((one) => (one === beside ? [one, stage] : [one]));
  const here = steps.indexOf(stage);
  return (
    <ol class="stage-line" aria-label={protocolWords.value.case.stage}>
      {steps.map((step, place) => (
        <li
          key={step}
          class={place < here ? 'stage stage-past' : place === here ? 'stage stage-here' : 'stage'}
          aria-current={place === here ? 'step' : undefined}
        >
          <span class="cell-shape" aria-hidden="true">
            {place < here || stage === 'closed' ? '✓' : place === here ? '●' : '○'}
          </span>{' '}
          {STAGE_NAME[step][language.value]}
        </li>
      ))}
    </ol>
  );
}
