import { GRADES, type Grade } from '../../domain/grade/grade.ts';
import type { WarningEvent } from '../../domain/warning/warning-event.ts';
import { dayTime } from '../format/beijing-time.ts';
import { dutyName } from '../state/duty-name.ts';
import { jurisdictionName } from '../state/names.ts';
import { pauseReasonName } from '../state/pause-reason.ts';
import { words } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';

/** One line of a timeline besides its time, its name and who did it. `bad`: a clock that ran out; `note`: what was said, as data. */
export interface EventLine {
  readonly parts: readonly string[];
  readonly note: string | null;
  readonly bad: boolean;
  readonly grade: Grade | null;
}

/** What an event of a warning says, in the language in force. */
export function warningLine(event: WarningEvent): EventLine {
  const { warning: said } = protocolWords.value;
  const { says } = said;
  const line = (parts: readonly string[], more: Partial<EventLine> = {}): EventLine => ({
    parts,
    note: null,
    bad: false,
    grade: null,
    ...more,
  });
  switch (event.type) {
    case 'warning.proposed': {
      const { grade, cities, reason, basis } = event.data;
      return line([said.cities(cities.length), said.bases[basis]], { grade, note: reason });
    }
    case 'warning.consultation_opened':
      return line([says.asked(event.data.asked.length, event.data.needed)]);
    case 'warning.position_taken': {
      const { member, position, grade, reason, answeredBy } = event.data;
      const by = answeredBy === undefined ? [] : [said.answeredFor(jurisdictionName(answeredBy))];
      return line([jurisdictionName(member), said.answers[position], ...by], {
        grade: grade ?? null,
        note: reason ?? null,
        bad: position === 'object',
      });
    }
    case 'warning.silence_noted': {
      const { member, meaning, to, late } = event.data;
      const asked = to === null ? [] : [jurisdictionName(to)];
      return line([jurisdictionName(member), said.silences[meaning], ...asked, ...(late ? [says.lateTold] : [])], {
        bad: true,
      });
    }
    case 'warning.consulted': {
      const { grade, supporters, needed } = event.data;
      const result = grade === null ? said.noQuorum : said.recommended(words.value.grades.long[grade]);
      return line([result, says.support(supporters.length, needed)], { grade, bad: grade === null });
    }
    case 'warning.withdrawn':
      return line([], { note: event.data.reason });
    case 'warning.issued':
    case 'warning.notice_issued': {
      const { change, grade, cities, reason } = event.data;
      return line([said.changes[change], said.cities(cities.length)], { grade, note: reason });
    }
    case 'warning.lifted':
      return line([], { note: event.data.reason });
    case 'warning.air_told':
      return line([words.value.grades.long[gradeOf(event.data.grade)], said.bases[event.data.basis]], {
        note: event.data.reason,
      });
    case 'warning.corrected':
      return line([says.correctedTo(words.value.grades.long[gradeOf(event.data.grade)])], {
        note: event.data.unfounded ? said.unfounded : event.data.reason,
        bad: event.data.unfounded,
      });
    case 'warning.own_issued':
    case 'warning.response_started':
      return line([jurisdictionName(event.data.city)], { grade: event.data.grade });
    case 'warning.measures_reported':
      return line([jurisdictionName(event.data.city), says.enterprises(event.data.enterprises)], {
        note: event.data.measures,
      });
    case 'warning.day_reported':
      return line([jurisdictionName(event.data.city), says.day(event.data.day)], { note: event.data.text });
    case 'warning.summary_submitted':
      return line([jurisdictionName(event.data.city)], { note: event.data.text });
    case 'warning.received':
    case 'warning.own_lifted':
    case 'warning.stopped':
      return line([jurisdictionName(event.data.city)]);
    case 'warning.reviewed':
      return line([], { note: event.data.text });
    case 'warning.overdue': {
      const { duty, jurisdiction, to, late } = event.data;
      const what = dutyName(duty);
      const told = to === null ? says.overdueSides(what) : says.overdue(what, jurisdictionName(to));
      return line([jurisdictionName(jurisdiction), told, ...(late ? [says.lateTold] : [])], { bad: true });
    }
    case 'warning.clock_paused':
      return line([obligationText(event.data.obligation), pauseReasonName(event.data.reason)]);
    case 'warning.clock_resumed':
      return line([obligationText(event.data.obligation), says.resumed(dayTime(event.data.dueAt))]);
  }
}

/** `acknowledge/jia/1`: the duty and whose it is. */
function obligationText(id: string): string {
  const [duty = '', by = ''] = id.split('/');
  return `${dutyName(duty)} ${jurisdictionName(by)}`;
}

/** The ledger is data: a grade that this page does not know is none. */
function gradeOf(grade: Grade): Grade {
  return GRADES.includes(grade) ? grade : 'none';
}
