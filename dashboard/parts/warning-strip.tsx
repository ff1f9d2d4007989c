import type { WarningSummary } from '../../api/protocol-contract.ts';
import { dayTime } from '../format/beijing-time.ts';
import { grades, installation, mayRead, warnings } from '../state/protocol.ts';
import { words } from '../words/language.ts';
import { GradeBadge } from './grade-badge.tsx';
import { NextDeadline } from './next-deadline.tsx';

/** In one line on the overview: the warning in force, since when, what is due next; and the grade that the air gives. */
export function WarningStrip() {
  const { strip } = words.value;
  const list = warnings.body.value?.items ?? [];
  const open = [
    ...list.filter(({ standing }) => standing === 'in_force'),
    ...list.filter(({ standing }) => standing === 'pending'),
  ];
  const [first] = open;
  const region = grades.body.value?.items.find(({ subject }) => subject.kind === 'region');
  return (
    <section class="panel warning-strip" aria-label={strip.label}>
      {first === undefined ? <Nothing /> : <InForce warning={first} more={open.length - 1} />}
      <p class="region-grade">
        <span class="quiet">{strip.regionGrade}</span>{' '}
        {region === undefined || region.grade === 'none' ? (
          <span>{strip.noGrade}</span>
        ) : (
          <>
            <GradeBadge grade={region.grade} />{' '}
            <span class="quiet number">{strip.since(dayTime(Date.parse(region.since)))}</span>
          </>
        )}
      </p>
    </section>
  );
}

/** Why no warning is shown: there is none, or whoever looks on may not see it. */
function Nothing() {
  const { strip } = words.value;
  if (mayRead.value) return <p class="quiet">{strip.none}</p>;
  if (installation.body.value?.people !== true) return <p class="quiet">{strip.closed}</p>;
  return (
    <a class="item-title" href="/sign-in">
      {strip.signIn}
    </a>
  );
}

function InForce({ warning, more }: { readonly warning: WarningSummary; readonly more: number }) {
  const { strip } = words.value;
  const { id, kind, standing, grade, proposed, issuedAt, proposedAt, overdue, next, exercise } = warning;
  return (
    <>
      <p>
        {kind === 'colour' ? (
          <GradeBadge grade={standing === 'pending' ? (proposed ?? grade) : grade} />
        ) : (
          <b class="grade grade-notice">{strip.notice}</b>
        )}{' '}
        {standing === 'in_force' ? strip.inForce : strip.pending}{' '}
        <a class="item-title" href={`/warnings/${encodeURIComponent(id)}`}>
          {id}
        </a>{' '}
        {exercise ? <b class="exercise-mark">{strip.exercise}</b> : null}{' '}
        <span class="quiet number">{strip.since(dayTime(Date.parse(issuedAt ?? proposedAt)))}</span>
        {more > 0 ? <a href="/warnings"> · {strip.more(more)}</a> : null}
      </p>
      <NextDeadline next={next} overdue={overdue} />
    </>
  );
}
