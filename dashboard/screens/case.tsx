import { useRoute } from 'preact-iso';
import type { CaseView, LedgerPage } from '../../api/protocol-contract.ts';
import type { CaseEvent } from '../../domain/enforcement/case-event.ts';
import { STAGE_NAME } from '../../domain/enforcement/case-stage.ts';
import { CaseFacts } from '../case/case-facts.tsx';
import { caseLine } from '../case/case-lines.ts';
import { Checklist } from '../case/checklist.tsx';
import { SignaturePanel } from '../case/signature-panel.tsx';
import { StageLine } from '../case/stage-line.tsx';
import { useCommandDesk } from '../command/command-desk.tsx';
import { DutiesPanel } from '../command/duties-panel.tsx';
import { keepingCommands } from '../command/duty-command.ts';
import { OfferButtons } from '../command/offer-buttons.tsx';
import { DownloadButton } from '../parts/download-button.tsx';
import { EventTimeline } from '../parts/event-timeline.tsx';
import { Missing } from '../parts/missing.tsx';
import { NoReader } from '../parts/no-reader.tsx';
import { me } from '../session/session.ts';
import { mayRead } from '../state/protocol.ts';
import { useRemote } from '../state/use-remote.ts';
import { language, words } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';

/** `/cases/:id`: whose case it is, what is owed by whom, what was found, and the version that all parties sign. */
export function Case() {
  const id = useRoute().params['id'] ?? '';
  const address = `/api/v1/cases/${encodeURIComponent(id)}`;
  const one = useRemote<CaseView>(address);
  const past = useRemote<LedgerPage>(`${address}/events?limit=1000`);
  const desk = useCommandDesk((answer) => {
    if ('case' in answer) one.put(answer.case);
    past.refresh();
  });
  const { case: said, warning, command, evidence } = protocolWords.value;
  const view = one.body.value;
  if (!mayRead.value) return <NoReader title={said.one(id)} />;
  if (view === null) {
    const back = { href: '/cases', text: said.back };
    const what = words.value.errors.cases;
    return <Missing unknown={said.unknown(id)} what={what} failed={one.error.value} retry={one.refresh} back={back} />;
  }
  const own = me.value?.jurisdiction ?? null;
  const wanted = keepingCommands(
    view.clocks.filter(({ by }) => by === own),
    view.commands,
  );
  const subject = { kind: 'case', view } as const;
  return (
    <div class="one-column protocol-page" data-version={view.version}>
      <p class="crumbs">
        <a href="/cases">{said.title}</a> / {id}
      </p>
      {view.exercise ? <p class="exercise-bar">{words.value.strip.exercise}</p> : null}
      <header class="page-head">
        <h1>{said.one(id)}</h1>
        <b class={`standing stage-name-${view.stage}`}>{STAGE_NAME[view.stage][language.value]}</b>
        <span class="quiet">{warning.version(view.version)}</span>
        <span class="push">
          <DownloadButton url={`${address}/evidence`} fileName={`${id}.zip`} text={evidence} />
        </span>
      </header>
      {desk.said}
      <StageLine stage={view.stage} />
      <CaseFacts view={view} />
      <section class="panel offers-panel" aria-label={command.give}>
        <OfferButtons subject={subject} wanted={wanted} onCommand={(offer) => desk.open(subject, offer)} />
      </section>
      <div class="protocol-columns">
        <div class="protocol-column">
          <Checklist checklist={view.checklist} />
          <SignaturePanel view={view} onCommand={(offer) => desk.open(subject, offer)} />
          <DutiesPanel subject={subject} own={own} onCommand={(offer, preset) => desk.open(subject, offer, preset)} />
        </div>
        <EventTimeline
          entries={past.body.value?.items ?? []}
          line={(entry) => caseLine(entry as unknown as CaseEvent)}
        />
      </div>
      {desk.dialog}
    </div>
  );
}
