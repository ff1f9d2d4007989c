import { useState } from 'preact/hooks';
import type { LedgerPage } from '../../api/protocol-contract.ts';
import { canDigest } from '../command/file-digest.ts';
import { type CheckResult, checkEntries } from '../ledger/check-entries.ts';
import { LedgerRow } from '../ledger/ledger-row.tsx';
import { DownloadButton } from '../parts/download-button.tsx';
import { Failure } from '../parts/failure.tsx';
import { NoReader } from '../parts/no-reader.tsx';
import { useQuery } from '../parts/use-query.ts';
import { search } from '../query/search.ts';
import { mayRead } from '../state/protocol.ts';
import { useRemote } from '../state/use-remote.ts';
import { words } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';

const PAGE = 50;

/** `/ledger`: what was recorded, in its order, with the hashes that chain it, and the means to check them here. */
export function Ledger() {
  const { query, href, set } = useQuery();
  const { ledger: said } = protocolWords.value;
  const { errors, chart } = words.value;
  const stream = query['stream'] ?? '';
  const after = Number.parseInt(query['after'] ?? '', 10);
  // The newest page begins where the ledger's end minus a page is, which has to be asked first.
  const end = useRemote<LedgerPage>('/api/v1/ledger?after=0&limit=1');
  const last = end.body.value?.last ?? null;
  const newest = stream === '' && Number.isNaN(after);
  const from = newest ? (last === null ? null : Math.max(0, last - PAGE)) : Number.isNaN(after) ? 0 : after;
  const page = useRemote<LedgerPage>(
    from === null ? null : `/api/v1/ledger${search({ after: String(from), limit: PAGE, stream })}`,
  );
  const [check, setCheck] = useState<{ of: LedgerPage; result: CheckResult } | 'working' | null>(null);
  if (!mayRead.value) return <NoReader title={said.title} />;
  const shown = page.body.value;
  const error = page.error.value ?? end.error.value;
  const result = check !== null && check !== 'working' && check.of === shown ? check.result : null;
  async function run(of: LedgerPage): Promise<void> {
    setCheck('working');
    setCheck({ of, result: await checkEntries(of.items) });
  }
  const items = [...(shown?.items ?? [])].reverse();
  return (
    <div class="one-column">
      <section class="panel" aria-labelledby="ledger-title">
        <header class="panel-head">
          <h1 id="ledger-title">{said.title}</h1>
          <span class="quiet">{said.hint}</span>
          {last === null ? null : <span class="quiet number">{said.last(last)}</span>}
          <span class="push controls">
            <form
              class="stream-filter"
              onSubmit={(event) => {
                event.preventDefault();
                const wanted = new FormData(event.currentTarget).get('stream');
                set({ stream: typeof wanted === 'string' ? wanted.trim() : null, after: null });
              }}
            >
              <input
                class="search"
                name="stream"
                aria-label={said.stream}
                placeholder={said.streamHint}
                defaultValue={stream}
                key={stream}
              />
              <button type="submit" class="button">
                {said.show}
              </button>
              {stream === '' ? null : (
                <a class="button" href={href({ stream: null, after: null })}>
                  {said.allStreams}
                </a>
              )}
            </form>
            <DownloadButton url="/api/v1/ledger/checkpoint" fileName="checkpoint.json" text={said.checkpoint} />
          </span>
        </header>
        <div class="check-bar">
          {canDigest() ? (
            <button
              type="button"
              class="button"
              disabled={shown === null || check === 'working'}
              onClick={() => shown !== null && void run(shown)}
            >
              {check === 'working' ? said.checking : said.check}
            </button>
          ) : (
            <p class="quiet">{said.cannot}</p>
          )}
          <p role="status" class={result?.ok === false ? 'check-result check-bad' : 'check-result'}>
            {result === null ? null : resultText(result)}
          </p>
          <p class="quiet">{said.checkpointHint}</p>
        </div>
        {error === null ? null : <Failure what={errors.ledger} error={error} retry={page.refresh} />}
        {shown === null && error === null ? <p class="empty">{chart.loading}</p> : null}
        {shown?.items.length === 0 ? <p class="empty">{said.none}</p> : null}
        <ol class="entries" aria-labelledby="ledger-title">
          {items.map((entry) => (
            <LedgerRow
              key={entry.seq}
              entry={entry}
              broken={result?.ok === false && result.seq === entry.seq}
              streamHref={(wanted) => href({ stream: wanted, after: null })}
            />
          ))}
        </ol>
        <footer class="panel-foot">
          <nav class="pager push" aria-label={said.title}>
            {from !== null && from > 0 && stream === '' ? (
              <a class="button" href={href({ after: String(Math.max(0, from - PAGE)) })}>
                {said.older}
              </a>
            ) : null}
            {shown?.next != null && !newest ? (
              <a class="button" href={href({ after: String(shown.next) })}>
                {said.newer}
              </a>
            ) : null}
            {newest ? null : (
              <a class="button" href={href({ after: null })}>
                {stream === '' ? said.newest : said.older}
              </a>
            )}
          </nav>
        </footer>
      </section>
    </div>
  );

  function resultText(checked: CheckResult): string {
    if (checked.ok) return `✓ ${checked.linked ? said.fits(checked.count) : said.fitsContent(checked.count)}`;
    return `! ${said.broken(checked.seq)}${checked.fault === 'content' ? said.brokenContent : said.brokenLink}`;
  }
}
