import type { OpenObligation } from '../../domain/deadline/obligation.ts';
import { isPaused } from '../../domain/deadline/obligation.ts';
import { isAtLeast } from '../../domain/grade/grade.ts';
import { type CityProgress, gradeInForce, type Warning } from '../../domain/warning/warning.ts';
import type { DeskView } from './desk-view.ts';
import type { Planned, WarningStep } from './planned.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Daily reports are written in the last hours before their time, on the same day. */
const REPORTING_MS = 2 * HOUR_MS;

type Step = (view: DeskView, warning: Warning, owed: OpenObligation, progress: CityProgress) => Planned<WarningStep>[];

/** What a city does about each of its duties; a duty whose condition is wanting waits for it. */
const STEPS: Readonly<Record<string, Step>> = {
  acknowledge: (view, warning, owed) => [
    step(
      view,
      owed,
      { type: 'acknowledge', city: owed.by },
      view.posts.forWarning(owed.by, ['acknowledge'], gradeInForce(warning)),
    ),
  ],
  own_warning: (view, warning, owed) => {
    const grade = gradeInForce(warning);
    if (grade === 'none') return [];
    return [
      step(view, owed, { type: 'issue_own', city: owed.by, grade }, view.posts.forWarning(owed.by, ['issue'], grade)),
    ];
  },
  start_response: (view, warning, owed, { own }) => {
    const grade = gradeInForce(warning);
    if (grade === 'none' || own === null || own.liftedAt !== null || !isAtLeast(own.grade, grade)) return [];
    const by = view.posts.forWarning(owed.by, ['report'], grade);
    return [after(own.at, step(view, owed, { type: 'start_response', city: owed.by, grade }, by))];
  },
  first_report: (view, warning, owed, { response }) => {
    const grade = gradeInForce(warning);
    if (response === null || grade === 'none') return [];
    const by = view.posts.forWarning(owed.by, ['report'], grade);
    return [after(response.at, step(view, owed, measures(view, owed.by, grade), by))];
  },
  daily_report: (view, warning, owed, { response }) => {
    if (response === null) return [];
    const day = owed.id.split('/')[2] ?? '';
    const { calendar } = view.posts.obliger;
    const from = Math.max(owed.from, owed.dueAt - REPORTING_MS, calendar.startOf(calendar.dayOf(owed.dueAt)));
    const by = view.posts.forWarning(owed.by, ['report'], gradeInForce(warning));
    const text = '措施按方案执行（模拟答复） measures as planned (modelled answer)';
    return [after(response.at, step(view, { ...owed, from }, { type: 'report_day', city: owed.by, day, text }, by))];
  },
  confirm_stop: (view, warning, owed, { own }) => {
    if (own === null || own.liftedAt !== null) {
      return [
        step(view, owed, { type: 'confirm_stop', city: owed.by }, view.posts.forWarning(owed.by, ['report'], 'none')),
      ];
    }
    const by = view.posts.forWarning(owed.by, ['lift'], own.grade);
    return [
      {
        ...step(view, owed, { type: 'lift_own', city: owed.by }, by),
        key: `lift_own/${owed.by}/${warning.issues.length}`,
      },
    ];
  },
  summary: (view, _, owed) => {
    const text = '措施与成效总结（模拟答复） measures and effect (modelled answer)';
    return [
      step(
        view,
        owed,
        { type: 'submit_summary', city: owed.by, text },
        view.posts.forWarning(owed.by, ['report'], 'none'),
      ),
    ];
  },
};

/** What the cities of a warning have still to do; of several daily reports that are owed the oldest. */
export function cityAnswers(view: DeskView, warning: Warning): Planned<WarningStep>[] {
  const first = new Map<string, OpenObligation>();
  for (const owed of warning.clocks.open) {
    const key = `${owed.duty}/${owed.by}`;
    if (!isPaused(owed) && (first.get(key)?.dueAt ?? Infinity) > owed.dueAt) first.set(key, owed);
  }
  return [...first.values()].flatMap((owed) => {
    const progress = warning.cities[owed.by];
    return progress === undefined ? [] : (STEPS[owed.duty]?.(view, warning, owed, progress) ?? []);
  });
}

function step(
  view: DeskView,
  owed: OpenObligation,
  command: WarningStep,
  by: Planned<WarningStep>['by'],
): Planned<WarningStep> {
  return { key: owed.id, at: view.timeOf(owed, owed.id), by, command };
}

/** A minute after what it follows at the earliest. */
function after(at: number, planned: Planned<WarningStep>): Planned<WarningStep> {
  return { ...planned, at: planned.at && Math.max(planned.at, at + MINUTE_MS) };
}

/** Made up, and more of it at a higher grade: nobody's real figures. */
function measures(view: DeskView, city: string, grade: string): WarningStep {
  const share = view.share(`measures/${city}`);
  const percent = { blue: 5, yellow: 10, orange: 20, red: 30 }[grade] ?? 0;
  return {
    type: 'report_measures',
    city,
    measures:
      '工业限产、工地停工、错峰运输（模拟答复） industry curbed, sites stopped, transport staggered (modelled answer)',
    enterprises: Math.round(40 + 400 * share),
    reductionPercent: { nox: percent, pm25: percent + Math.round(5 * share) },
  };
}
