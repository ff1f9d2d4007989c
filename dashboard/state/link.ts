import { signal } from '@preact/signals';
import type { Link } from '../live/live-client.ts';

export const link = signal<Link>({ state: 'connecting' });
/** Device time (performance.now) since which nothing is heard; null while the link is up. */
export const downSince = signal<number | null>(null);
/** Events that a catch-up after a broken link brought; 0 hides the bar. */
export const caughtUp = signal(0);
/** Counts completed (re)connections: whoever holds history fetched over HTTP fetches it again. */
export const connections = signal(0);

export function takeLink(next: Link): void {
  const now = link.value;
  if (next.state === 'down') {
    if (downSince.value === null) downSince.value = performance.now();
    if (now.state !== 'down') caughtUp.value = 0;
  } else if (next.state === 'live') {
    downSince.value = null;
  }
  if (now.state !== next.state || next.state === 'down') link.value = next;
}
