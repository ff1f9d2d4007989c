import { words } from '../words/language.ts';

/** One shape per priority: triangle, diamond, square, disc. The number stands beside it. */
const SHAPES = [
  'M8 2l7 12H1z',
  'M8 1l7 7-7 7-7-7z',
  'M2 2h12v12H2z',
  'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z',
] as const;

/** Priority 1 to 4 as shape, colour and number; with `count` also how many. */
export function PriorityMark({ priority, count }: { readonly priority: number; readonly count?: number }) {
  return (
    <span class={`priority priority-${priority}`}>
      <svg class="shape" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        <path d={SHAPES[priority - 1] ?? SHAPES[3]} />
      </svg>
      {words.value.alerts.priority(priority)}
      {count === undefined ? null : <b class="count">{count}</b>}
    </span>
  );
}
