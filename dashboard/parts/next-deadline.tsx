import type { WarningSummary } from '../../api/protocol-contract.ts';
import { dutyName } from '../state/duty-name.ts';
import { jurisdictionName } from '../state/names.ts';
import { words } from '../words/language.ts';
import { Countdown } from './countdown.tsx';
import { DataName } from './data-name.tsx';

/** What a warning or case will hear of next, and how much is overdue already. */
export function NextDeadline({ next, overdue }: Pick<WarningSummary, 'next' | 'overdue'>) {
  const { strip } = words.value;
  if (next === null && overdue === 0) return null;
  return (
    <p class="next-deadline">
      {overdue > 0 ? <b class="overdue-count">! {strip.overdue(overdue)}</b> : null}
      {next === null ? null : (
        <span>
          <span class="quiet">{strip.next}</span> <DataName text={jurisdictionName(next.by)} /> {dutyName(next.duty)}{' '}
          {next.step > 1 && next.to !== null ? (
            <>
              <DataName text={strip.escalates(jurisdictionName(next.to))} />{' '}
            </>
          ) : null}
          <Countdown dueMs={Date.parse(next.at)} />
        </span>
      )}
    </p>
  );
}
