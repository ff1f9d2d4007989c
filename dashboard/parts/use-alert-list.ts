import { useEffect, useState } from 'preact/hooks';
import type { AlertView } from '../../api/contract.ts';
import { fetchJson, RequestFailed } from '../query/fetch-json.ts';
import type { Page } from '../query/pages.ts';
import { search } from '../query/search.ts';
import { alertChanges, alerts } from '../state/alerts.ts';

const PAGE = 50;
/** A burst of events is answered with one question, ms. */
const SETTLE_MS = 400;

interface AlertListQuery {
  readonly state: string | null;
  readonly priority: string | null;
  /** `station:bing-3`: only alerts of one subject. */
  readonly subject: string | null;
  readonly cursor: string | null;
}

/**
 * One page of the alert list. Its first page follows the events by itself; on a later page rows would jump under the
 * reader's eyes, so it only says how many changes it is behind. Rows it shows are kept current either way.
 */
export function useAlertList({ state, priority, subject, cursor }: AlertListQuery) {
  const url = `/api/v1/alerts${search({ state, priority, subject, limit: PAGE, cursor })}`;
  const [answer, setAnswer] = useState<{ url: string; page: Page<AlertView>; changes: number } | null>(null);
  const [error, setError] = useState<RequestFailed | null>(null);
  const [attempt, setAttempt] = useState(0);
  const changes = alertChanges.value;
  const followed = cursor === null ? changes : 0;

  // Dependencies: `followed` and `attempt` are reasons to ask again, not inputs
  useEffect(() => {
    let current = true;
    const ask = () => {
      const asked = alertChanges.peek();
      fetchJson<Page<AlertView>>(url).then(
        (page) => {
          if (!current) return;
          setError(null);
          setAnswer({ url, page, changes: asked });
        },
        (reason: unknown) => {
          if (current) setError(reason instanceof RequestFailed ? reason : new RequestFailed(String(reason), 0, null));
        },
      );
    };
    const timer = setTimeout(ask, answer?.url === url ? SETTLE_MS : 0);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [url, followed, attempt]);

  const page = answer?.url === url ? answer.page : null;
  const newest = new Map(alerts.value.map((alert) => [alert.id, alert]));
  return {
    items: (page?.items ?? []).map((alert) => {
      const known = newest.get(alert.id);
      return known !== undefined && known.seq > alert.seq ? known : alert;
    }),
    next: page?.next ?? null,
    loading: page === null,
    error,
    behind: cursor === null || answer === null ? 0 : changes - answer.changes,
    reload: () => setAttempt(attempt + 1),
  };
}
