import type { LedgerEntryView } from '../../api/protocol-contract.ts';
import { clockTime, monthDay } from '../format/beijing-time.ts';
import { DataName } from '../parts/data-name.tsx';
import { eventName } from '../state/event-name.ts';
import { byText } from '../state/names.ts';
import { protocolWords } from '../words/protocol-words.ts';

interface LedgerRowProps {
  readonly entry: LedgerEntryView;
  readonly broken: boolean;
  readonly streamHref: (stream: string) => string;
}

/** One entry: what was recorded, when, by whom, and its hashes; all of it on request. */
export function LedgerRow({ entry, broken, streamHref }: LedgerRowProps) {
  const { ledger: said } = protocolWords.value;
  const { seq, stream, type, at, data, hash, previousHash } = entry;
  const by = data['by'];
  return (
    <li class={broken ? 'entry entry-broken' : 'entry'} data-seq={seq}>
      <span class="entry-seq number">
        {broken ? '! ' : ''}#{seq}
      </span>
      <span class="entry-time number">
        {monthDay(at)} {clockTime(at)}
      </span>
      <span class="entry-what">
        <b>{eventName(type)}</b> <code class="quiet">{type}</code>
        <br />
        <a href={streamHref(stream)} class="entry-stream">
          <DataName text={stream} />
        </a>{' '}
        {isBy(by) ? (
          <span class="quiet">
            <DataName text={byText(by)} />
          </span>
        ) : null}
      </span>
      <details class="entry-more">
        <summary>
          <span class="quiet">{said.hash}</span> <code class="hash">{hash.slice(0, 12)}…</code>
        </summary>
        <dl>
          <dt>{said.hash}</dt>
          <dd>
            <code class="hash hash-long">{hash}</code>
          </dd>
          <dt>{said.previousHash}</dt>
          <dd>
            <code class="hash hash-long">{previousHash}</code>
          </dd>
          <dt>{said.data}</dt>
          <dd>
            <pre class="entry-data" lang="zh-CN">
              {JSON.stringify(data, null, 1)}
            </pre>
          </dd>
        </dl>
      </details>
    </li>
  );
}

function isBy(by: unknown): by is Parameters<typeof byText>[0] {
  return typeof by === 'object' && by !== null && ('person' in by || 'machine' in by);
}
