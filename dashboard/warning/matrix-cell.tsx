import { dayTime, minuteTime } from '../format/beijing-time.ts';
import { Countdown, useOverdue } from '../parts/countdown.tsx';
import { DataName } from '../parts/data-name.tsx';
import { clockMinute } from '../state/clock.ts';
import { jurisdictionName } from '../state/names.ts';
import { words } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';
import type { Cell, CellNote } from './matrix.ts';

const DAY_MS = 86_400_000;
const SHAPES = { done: '✓', late: '✓', against: '✕', silent: '–' } as const;

/** One city at one step: a shape, a word or time, and for what is overdue who has heard of it. Colour never stands alone. */
export function MatrixCell({ cell }: { readonly cell: Cell }) {
  const { cell: said } = protocolWords.value.warning;
  switch (cell.state) {
    case 'none':
      return <span class="cell cell-none">–</span>;
    case 'skipped':
      return (
        <span class="cell cell-skipped" title={said.skipped}>
          <Shape shape="×" name={said.skipped} />
        </span>
      );
    case 'done':
      return (
        <span class={`cell cell-${manner(cell)}`}>
          <Shape shape={SHAPES[manner(cell)]} name={said.done} />
          <span class="cell-text">
            {cell.note === null ? null : <Note note={cell.note} />}
            {cell.at === null ? null : <span class="number">{timeText(cell.at)}</span>}
            {cell.late ? <b class="cell-mark">{said.late}</b> : null}
          </span>
        </span>
      );
    case 'owed':
      return <Owed cell={cell} />;
  }
}

function Owed({ cell }: { readonly cell: Cell & { state: 'owed' } }) {
  const { cell: said } = protocolWords.value.warning;
  const { dueMs, paused, told, days, asked } = cell;
  const overdue = useOverdue(dueMs) && !paused;
  const superior = told.filter((one) => one !== null).at(-1) ?? null;
  const given = days > 0 ? <span class="quiet">✓ {said.days(days)}</span> : null;
  if (paused) {
    return (
      <span class="cell cell-waiting">
        <Shape shape="‖" name={said.paused} />
        <span class="cell-text">{said.paused}</span>
      </span>
    );
  }
  return (
    <span class={overdue ? 'cell cell-overdue' : 'cell cell-waiting'} data-escalated={told.length}>
      <Shape shape={overdue ? (told.length > 1 ? '‼' : '!') : '○'} name={overdue ? said.overdue : said.waiting} />
      <span class="cell-text">
        {given}
        <Countdown dueMs={dueMs} />
        {superior === null ? null : (
          <span class="cell-told">
            ▲ <DataName text={said.told(jurisdictionName(superior))} />
          </span>
        )}
        {asked === null ? null : (
          <span class="cell-told">
            → <DataName text={jurisdictionName(asked)} />
          </span>
        )}
      </span>
    </span>
  );
}

function Note({ note }: { readonly note: CellNote }) {
  const { cell: said } = protocolWords.value.warning;
  const { short } = words.value.grades;
  switch (note.kind) {
    case 'grade':
    case 'issue':
      return note.grade === 'none' ? null : <b>{short[note.grade]} </b>;
    case 'days':
      return <span>{said.days(note.count)} </span>;
    case 'position':
      return <span>{said[note.position]} </span>;
  }
}

/** How a step was taken; silence that has counted was not taken by anybody. */
function manner({ note, late }: Cell & { state: 'done' }): keyof typeof SHAPES {
  if (note?.kind === 'position' && note.position === 'object') return 'against';
  if (note?.kind === 'position' && note.position === 'silent') return 'silent';
  return late ? 'late' : 'done';
}

/** Today's times as times, others with their day. */
function timeText(at: number): string {
  return Math.abs(clockMinute.value - at) < DAY_MS ? minuteTime(at) : dayTime(at);
}

function Shape({ shape, name }: { readonly shape: string; readonly name: string }) {
  return (
    <span class="cell-shape" role="img" aria-label={name}>
      {shape}
    </span>
  );
}
