import type { CaseEvent } from '../../domain/enforcement/case-event.ts';
import { dayTime } from '../format/beijing-time.ts';
import { dutyName } from '../state/duty-name.ts';
import { jurisdictionName } from '../state/names.ts';
import { pauseReasonName } from '../state/pause-reason.ts';
import type { EventLine } from '../warning/warning-lines.ts';
import { protocolWords } from '../words/protocol-words.ts';

/** What an event of a case says, in the language in force. */
export function caseLine(event: CaseEvent): EventLine {
  const { data } = event;
  const files = 'attachments' in data && data.attachments.length > 0 ? [words().files(data.attachments.length)] : [];
  const voids = data.voids === undefined ? [] : [`${words().voided} ${data.voids.slice(0, 12)}…`];
  const { parts = [], note = null, bad = false } = said(event);
  return { parts: [...parts, ...files, ...voids], note, bad: bad || data.voids !== undefined, grade: null };
}

function words() {
  return protocolWords.value.case;
}

function said(event: CaseEvent): Partial<EventLine> {
  const { warning, choices } = protocolWords.value;
  switch (event.type) {
    case 'case.opened':
      return { parts: [event.data.site.name], note: event.data.account };
    case 'case.referred':
      return { parts: [`→ ${jurisdictionName(event.data.to)}`], note: event.data.reason };
    case 'case.accepted':
      return { parts: [jurisdictionName(event.data.owner)] };
    case 'case.declined':
      return {
        parts: [`${words().arbiter} ${jurisdictionName(event.data.arbiter)}`],
        note: event.data.reason,
        bad: true,
      };
    case 'case.unanswered':
      return {
        parts: [jurisdictionName(event.data.respondent), `${words().arbiter} ${jurisdictionName(event.data.arbiter)}`],
        bad: true,
      };
    case 'case.withdrawn':
    case 'case.inspection_called':
    case 'case.listing_declined':
      return { note: event.data.reason };
    case 'case.decided':
      return { parts: [`${words().owner} ${jurisdictionName(event.data.owner)}`], note: event.data.reason };
    case 'case.inspected':
      return { parts: [dayTime(event.data.visitedAt), officers(event.data.officers)], note: event.data.account };
    case 'case.findings_recorded': {
      const { violation, account, reason } = event.data;
      return {
        parts: [words().violation[violation ? 'yes' : 'no']],
        note: [account, reason].filter(Boolean).join(' · '),
      };
    }
    case 'case.order_served': {
      const { round, limitAt, account } = event.data;
      return { parts: [words().round(round), `${words().limit} ${dayTime(limitAt)}`], note: account };
    }
    case 'case.rectification_reported':
      return { note: event.data.account };
    case 'case.rechecked': {
      const { result, visitedAt, account } = event.data;
      return { parts: [choices.result[result], dayTime(visitedAt)], note: account, bad: result === 'continuing' };
    }
    case 'case.frozen':
      return { parts: [`${words().hash} ${event.data.hash.slice(0, 12)}…`] };
    case 'case.signed':
      return { parts: [jurisdictionName(event.data.jurisdiction), `${words().hash} ${event.data.hash.slice(0, 12)}…`] };
    case 'case.closed':
      return { parts: [event.data.signedBy.map(jurisdictionName).join(' · ')] };
    case 'case.amended':
      return { note: [event.data.account, event.data.reason].filter(Boolean).join(' · ') };
    case 'case.disputed':
      return {
        parts: [`${words().arbiter} ${jurisdictionName(event.data.arbiter)}`],
        note: event.data.reason,
        bad: true,
      };
    case 'case.supervision_proposed':
      return { parts: [words().supervisionProposed(jurisdictionName(event.data.to))], bad: true };
    case 'case.listed': {
      const { supervisor, until, reason } = event.data;
      return { parts: [words().supervisionListed(jurisdictionName(supervisor), dayTime(until))], note: reason };
    }
    case 'case.accident_reported':
      return { parts: [words().accident(event.data.level)], note: event.data.account, bad: true };
    case 'case.accident_notified':
      return { parts: [`→ ${jurisdictionName(event.data.to)}`] };
    case 'case.accident_verified':
      return { note: event.data.account };
    case 'case.clock_paused':
      return { parts: [event.data.obligation, pauseReasonName(event.data.reason)] };
    case 'case.clock_resumed':
      return { parts: [event.data.obligation] };
    case 'case.deadline_passed': {
      const { duty, owedBy, to, late } = event.data;
      const what = dutyName(duty);
      const told = to === null ? warning.says.overdueSides(what) : warning.says.overdue(what, jurisdictionName(to));
      return { parts: [jurisdictionName(owedBy), told, ...(late ? [warning.says.lateTold] : [])], bad: true };
    }
  }
}

function officers(list: readonly { readonly name: string; readonly jurisdiction: string }[]): string {
  return list.map(({ name, jurisdiction }) => `${name}（${jurisdictionName(jurisdiction)}）`).join(' ');
}
