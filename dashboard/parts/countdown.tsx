import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { dayTime } from '../format/beijing-time.ts';
import { countdown } from '../format/countdown.ts';
import { clockSecond } from '../state/clock.ts';
import { words } from '../words/language.ts';

/**
 * What is left until an instant (epoch ms), or how long it is over, on the server's clock. Each second changes the text alone; the element
 * is drawn again only when the time is over.
 */
export function Countdown({ dueMs }: { readonly dueMs: number }) {
  const { over, days } = words.value.countdown;
  const left = useMemo(() => computed(() => countdown(dueMs, clockSecond.value, days)), [dueMs, days]);
  const late = useOverdue(dueMs);
  return (
    <time
      class={late ? 'countdown countdown-over' : 'countdown'}
      dateTime={new Date(dueMs).toISOString()}
      title={dayTime(dueMs)}
    >
      {late ? `${over} ` : null}
      {left}
    </time>
  );
}

/** Whether the server's clock has passed `dueMs`; what uses it is drawn again once, at that moment. */
export function useOverdue(dueMs: number): boolean {
  return useMemo(() => computed(() => clockSecond.value > dueMs), [dueMs]).value;
}
