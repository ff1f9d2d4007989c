import type { CaseView, ChecklistItem } from '../../api/protocol-contract.ts';
import { dayTime } from '../format/beijing-time.ts';
import { Countdown, useOverdue } from '../parts/countdown.tsx';
import { DataName } from '../parts/data-name.tsx';
import { jurisdictionName } from '../state/names.ts';
import { language } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';

const SHAPES = { done: '✓', done_late: '✓', next: '○', overdue: '!', later: '·', not_needed: '–' } as const;

/** Everything that has to be done before the case can be closed: what, by whom, until when, and whether it is done. */
export function Checklist({ checklist }: Pick<CaseView, 'checklist'>) {
  const { case: said } = protocolWords.value;
  const needed = checklist.filter(({ state }) => state !== 'not_needed');
  const done = needed.filter(({ state }) => state === 'done' || state === 'done_late');
  return (
    <section class="panel" aria-labelledby="checklist-title">
      <header class="panel-head">
        <h2 id="checklist-title">{said.checklist}</h2>
        <b class="number">
          {done.length}/{needed.length}
        </b>
      </header>
      <ul class="checklist">
        {checklist.map((item) => (
          <Item key={`${item.duty}/${item.by ?? ''}`} item={item} />
        ))}
      </ul>
    </section>
  );
}

function Item({ item }: { readonly item: ChecklistItem }) {
  const { case: said } = protocolWords.value;
  const { duty, name, by, dueAt, doneAt } = item;
  const over = useOverdue(dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(dueAt));
  const state = item.state === 'next' && over ? 'overdue' : item.state;
  const open = state === 'next' || state === 'overdue';
  return (
    <li class={`check check-${state}`} data-duty={duty} data-by={by ?? ''} data-state={state}>
      <span class="cell-shape" aria-hidden="true">
        {SHAPES[state]}
      </span>
      <span class="check-what">
        {name[language.value]}{' '}
        {by === null ? null : (
          <span class="quiet">
            <DataName text={jurisdictionName(by)} />
          </span>
        )}
      </span>
      <span class="check-when">
        {open && dueAt !== null ? <Countdown dueMs={Date.parse(dueAt)} /> : null}
        {doneAt === null ? null : <span class="quiet number">{dayTime(Date.parse(doneAt))}</span>}
        <b>{said.states[state]}</b>
      </span>
    </li>
  );
}
