import { computed, signal } from '@preact/signals';
import type { AlertView } from '../../api/contract.ts';
import { fetchJson, RequestFailed } from '../query/fetch-json.ts';
import type { Page } from '../query/pages.ts';
import { allPages } from '../query/pages.ts';
import { search } from '../query/search.ts';
import { AlertBoard } from './alert-board.ts';
import { compareAlerts } from './alert-order.ts';
import { frameGate } from './frame-gate.ts';

/** Returned alerts that the overview keeps beside the open ones. */
const RECENT = 30;

const board = new AlertBoard();
const tick = signal(0);
const draw = frameGate(
  () => {
    tick.value += 1;
  },
  (callback) => requestAnimationFrame(callback),
);

export const alertsError = signal<RequestFailed | null>(null);
export const alertsLoaded = signal(false);
/** The newest alert that was raised while the page looked on: for the live region and the first seconds of its row. */
export const newestRaised = signal<AlertView | null>(null);
/** Counts changes that came by event: a fetched list knows from it that it is behind. */
export const alertChanges = signal(0);

/** All open alerts and the latest returned ones, in order of urgency. */
export const alerts = computed<readonly AlertView[]>(() => {
  tick.value;
  return board.all().sort(compareAlerts);
});

/** Open alerts by priority; index 0 is priority 1. */
export const openCounts = computed(() => {
  tick.value;
  return board.openCounts();
});

/** Fetches what is open and what returned last. `readAt`: the event sequence the page had when it asked. */
export async function loadAlerts(readAt: number): Promise<void> {
  try {
    const open = allPages<AlertView>((cursor) => page({ state: 'raised', limit: 500, cursor }));
    const returned = page({ state: 'returned', limit: RECENT });
    board.replace([...(await open), ...(await returned).items], readAt);
    alertsError.value = null;
    alertsLoaded.value = true;
  } catch (error) {
    alertsError.value = error instanceof RequestFailed ? error : new RequestFailed(String(error), 0, null);
  }
  draw();
}

function page(query: Record<string, string | number | null>): Promise<Page<AlertView>> {
  return fetchJson<Page<AlertView>>(`/api/v1/alerts${search(query)}`);
}

/** Another ledger: what the page has means nothing any more. */
export function forgetAlerts(): void {
  board.clear();
  draw();
}

/** One event. `news` is false for a catch-up, which must not announce old alerts as new. */
export function takeAlert(alert: AlertView, news: boolean): void {
  if (!board.put(alert)) return;
  board.trim();
  alertChanges.value += 1;
  if (news && alert.state === 'raised') newestRaised.value = alert;
  draw();
}
