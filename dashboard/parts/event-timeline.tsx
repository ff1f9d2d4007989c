import type { LedgerEntryView } from '../../api/protocol-contract.ts';
import type { By } from '../../domain/warning/actor.ts';
import { dayTime } from '../format/beijing-time.ts';
import { eventName } from '../state/event-name.ts';
import { byText } from '../state/names.ts';
import type { EventLine } from '../warning/warning-lines.ts';
import { protocolWords } from '../words/protocol-words.ts';
import { DataName } from './data-name.tsx';
import { GradeBadge } from './grade-badge.tsx';

interface EventTimelineProps {
  readonly entries: readonly LedgerEntryView[];
  readonly line: (entry: LedgerEntryView) => EventLine;
}

/** What happened, the newest first: when, what, by whom, and where it stands in the ledger. */
export function EventTimeline({ entries, line }: EventTimelineProps) {
  const { warning: said } = protocolWords.value;
  return (
    <section class="panel" aria-labelledby="timeline-title">
      <header class="panel-head">
        <h2 id="timeline-title">{said.timeline}</h2>
        <span class="quiet">{said.newestFirst}</span>
      </header>
      <ol class="timeline">
        {[...entries].reverse().map((entry) => {
          const { parts, note, bad, grade } = line(entry);
          return (
            <li key={entry.seq} class={bad ? 'event event-bad' : 'event'} data-event={entry.type}>
              <span class="event-time number">{dayTime(entry.at)}</span>
              <div class="event-what">
                <p>
                  <b>
                    {bad ? '! ' : ''}
                    {eventName(entry.type)}
                  </b>
                  {grade === null || grade === 'none' ? null : <GradeBadge grade={grade} />}{' '}
                  <DataName text={parts.join(' · ')} />
                </p>
                {note === null || note === '' ? null : (
                  <p class="quiet reason">
                    <DataName text={note} />
                  </p>
                )}
                <p class="quiet">
                  <DataName text={byText(entry.data['by'] as By)} /> · #{entry.seq}
                </p>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
