import { AlertRow } from '../parts/alert-row.tsx';
import { Choice } from '../parts/choice.tsx';
import { Failure } from '../parts/failure.tsx';
import { useAlertList } from '../parts/use-alert-list.ts';
import { useQuery } from '../parts/use-query.ts';
import { newestRaised } from '../state/alerts.ts';
import { words } from '../words/language.ts';

/** `/alerts`: every alert there was, newest change first, by filter and page. */
export function Alerts() {
  const { query, href, set } = useQuery();
  const { alerts: said, page, errors, chart } = words.value;
  const cursor = query['cursor'] ?? null;
  const list = useAlertList({
    state: query['state'] ?? null,
    priority: query['priority'] ?? null,
    subject: null,
    cursor,
  });
  return (
    <div class="one-column">
      <section class="panel alert-panel" aria-labelledby="alerts-title">
        <header class="panel-head">
          <h1 id="alerts-title">{said.title}</h1>
          <span class="quiet">{said.newestFirst}</span>
          <span class="push controls">
            <Choice
              label={said.stateColumn}
              value={query['state'] ?? ''}
              options={[
                { value: '', text: said.anyState },
                { value: 'raised', text: said.raised },
                { value: 'returned', text: said.returned },
                { value: 'withdrawn', text: said.withdrawn },
              ]}
              onChange={(state) => set({ state, cursor: null })}
            />
            <Choice
              label={said.level}
              value={query['priority'] ?? ''}
              options={[
                { value: '', text: said.anyPriority },
                ...[1, 2, 3, 4].map((level) => ({ value: String(level), text: said.priority(level) })),
              ]}
              onChange={(priority) => set({ priority, cursor: null })}
            />
          </span>
        </header>
        {list.error === null ? null : <Failure what={errors.alerts} error={list.error} retry={list.reload} />}
        {list.behind > 0 ? (
          <p class="notice">
            {said.fresh(list.behind)}{' '}
            <button type="button" class="button" onClick={list.reload}>
              {said.refresh}
            </button>
          </p>
        ) : null}
        <ol class="alert-list alert-list-long scroll" aria-labelledby="alerts-title">
          {list.items.map((alert) => (
            <AlertRow key={alert.id} alert={alert} fresh={alert.id === newestRaised.value?.id} long />
          ))}
        </ol>
        {list.items.length === 0 && list.error === null ? (
          <p class="empty">{list.loading ? chart.loading : said.noMatch}</p>
        ) : null}
        {cursor === null && list.next === null ? null : (
          <footer class="panel-foot">
            <nav class="pager push" aria-label={said.title}>
              {cursor === null ? null : (
                <a class="button" href={href({ cursor: null })}>
                  {page.first}
                </a>
              )}
              {list.next === null ? null : (
                <a class="button" href={href({ cursor: list.next })}>
                  {page.next}
                </a>
              )}
            </nav>
          </footer>
        )}
      </section>
    </div>
  );
}
