import { useRoute } from 'preact-iso';
import type { LedgerPage, WarningView } from '../../api/protocol-contract.ts';
import type { WarningEvent } from '../../domain/warning/warning-event.ts';
import { useCommandDesk } from '../command/command-desk.tsx';
import { DutiesPanel } from '../command/duties-panel.tsx';
import { keepingCommands } from '../command/duty-command.ts';
import { OfferButtons } from '../command/offer-buttons.tsx';
import { DownloadButton } from '../parts/download-button.tsx';
import { EventTimeline } from '../parts/event-timeline.tsx';
import { GradeBadge } from '../parts/grade-badge.tsx';
import { Missing } from '../parts/missing.tsx';
import { NoReader } from '../parts/no-reader.tsx';
import { useQuery } from '../parts/use-query.ts';
import { me } from '../session/session.ts';
import { mayRead } from '../state/protocol.ts';
import { useRemote } from '../state/use-remote.ts';
import { CityMatrix } from '../warning/city-matrix.tsx';
import { consultationOf } from '../warning/consultation.ts';
import { PositionsPanel } from '../warning/positions-panel.tsx';
import { TimelinessTable } from '../warning/timeliness-table.tsx';
import { WarningFacts } from '../warning/warning-facts.tsx';
import { warningLine } from '../warning/warning-lines.ts';
import { words } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';

/** `/warnings/:id`: who has done what, who owes what until when, what was said, and what the person here may do about it. */
export function Warning() {
  const id = useRoute().params['id'] ?? '';
  const address = `/api/v1/warnings/${encodeURIComponent(id)}`;
  const one = useRemote<WarningView>(address);
  const past = useRemote<LedgerPage>(`${address}/events?limit=1000`);
  const { query, set } = useQuery();
  const desk = useCommandDesk((answer) => {
    if ('warning' in answer) one.put(answer.warning);
    past.refresh();
  });
  const { warning: said, command, evidence } = protocolWords.value;
  const warning = one.body.value;
  if (!mayRead.value) return <NoReader title={said.one(id)} />;
  if (warning === null) {
    const back = { href: '/warnings', text: said.back };
    const what = words.value.errors.warnings;
    return <Missing unknown={said.unknown(id)} what={what} failed={one.error.value} retry={one.refresh} back={back} />;
  }
  const entries = past.body.value?.items ?? [];
  const events = entries as unknown as readonly WarningEvent[];
  const consultation = consultationOf(events);
  const own = me.value?.jurisdiction ?? null;
  const wanted = keepingCommands(
    warning.clocks.filter(({ by }) => by === own),
    warning.commands,
  );
  const subject = { kind: 'warning', view: warning } as const;
  const grade =
    warning.standing === 'pending' ? (warning.round?.grade ?? 'none') : (warning.issues.at(-1)?.grade ?? 'none');
  return (
    <div class="one-column protocol-page" data-version={warning.version}>
      <p class="crumbs">
        <a href="/warnings">{said.title}</a> / {id}
      </p>
      {warning.exercise ? <p class="exercise-bar">{words.value.strip.exercise}</p> : null}
      <header class="page-head">
        {warning.kind === 'colour' ? (
          <GradeBadge grade={grade} large />
        ) : (
          <b class="grade grade-notice">{said.kinds[warning.kind]}</b>
        )}
        <h1>{said.one(id)}</h1>
        <b class={`standing standing-${warning.standing}`}>{said.standings[warning.standing]}</b>
        <span class="quiet">
          {said.stages[warning.stage]} · {said.version(warning.version)}
        </span>
        <span class="push">
          <DownloadButton url={`${address}/evidence`} fileName={`${id}.zip`} text={evidence} />
        </span>
      </header>
      {desk.said}
      <WarningFacts warning={warning} />
      <section class="panel offers-panel" aria-label={command.give}>
        <OfferButtons subject={subject} wanted={wanted} onCommand={(offer) => desk.open(subject, offer)} />
      </section>
      <CityMatrix
        warning={warning}
        consultation={consultation}
        urgent={query['sort'] === 'urgent'}
        onUrgent={(urgent) => set({ sort: urgent ? 'urgent' : null })}
        own={own}
      />
      <div class="protocol-columns">
        <div class="protocol-column">
          <DutiesPanel subject={subject} own={own} onCommand={(offer, preset) => desk.open(subject, offer, preset)} />
          {consultation === null ? null : <PositionsPanel consultation={consultation} />}
          {warning.standing === 'lifted' || warning.standing === 'reviewed' ? (
            <TimelinessTable timeliness={warning.timeliness} />
          ) : null}
        </div>
        <EventTimeline entries={entries} line={(entry) => warningLine(entry as unknown as WarningEvent)} />
      </div>
      {desk.dialog}
    </div>
  );
}
