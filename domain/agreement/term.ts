import { z } from 'zod';

const amount = z.int().min(1);

/** How long somebody has: one of the amounts. Working days are whole days of `clocks`; hours may run on working time only. */
export const Term = z
  .strictObject({
    minutes: amount.max(10_080).exactOptional().meta({ help: 'Minutes. 分钟。' }),
    hours: amount.max(2_160).exactOptional().meta({ help: 'Hours. 小时。' }),
    days: amount.max(3_650).exactOptional().meta({ help: 'Calendar days. 自然日。' }),
    working_days: amount.max(2_500).exactOptional().meta({ help: 'Working days. 工作日。' }),
    clock: z
      .enum(['wall', 'working'])
      .default('wall')
      .meta({ help: 'Whether minutes and hours run always or in working hours only. 是否仅在工作时间计时。' }),
  })
  .superRefine((term, context) => {
    const given = AMOUNTS.filter((unit) => term[unit] !== undefined);
    const fault = (message: string, zh: string) => context.addIssue({ code: 'custom', message, params: { zh } });
    if (given.length !== 1)
      fault(
        'needs exactly one of minutes, hours, days, working_days',
        '须恰好给出 minutes、hours、days、working_days 之一',
      );
    else if (term.clock === 'working' && term.days !== undefined)
      fault('calendar days do not run on working time: use working_days', '自然日不按工作时间计：请用 working_days');
  });
export type Term = z.infer<typeof Term>;
export type TermInput = z.input<typeof Term>;

const AMOUNTS = ['minutes', 'hours', 'days', 'working_days'] as const;

/** True when `earlier` can end after `later` whatever the calendar; both run from the same moment. */
export function endsAfter(earlier: Term, later: Term): boolean {
  const [a, b] = [span(earlier), span(later)];
  // On working time a term lasts at least its nominal length; its most depends on holidays, so only like is held against like.
  return a.working === b.working ? a.minutes > b.minutes : a.working && a.minutes > b.minutes;
}

/** Working days count as the 24 h that they take at least; `working` where the calendar decides. */
function span(term: Term): { readonly minutes: number; readonly working: boolean } {
  const { minutes = 0, hours = 0, days = 0, working_days = 0 } = term;
  const length = minutes + hours * 60 + (days + working_days) * 1440;
  return { minutes: length, working: working_days > 0 || term.clock === 'working' };
}

/** `2 h`, `5 working days`: for people, both languages. */
export function termText(term: Term): { readonly zh: string; readonly en: string } {
  const working = term.clock === 'working';
  const zh = working ? '（工作时间）' : '';
  const en = working ? ' of working time' : '';
  if (term.minutes !== undefined) return { zh: `${term.minutes} 分钟${zh}`, en: `${term.minutes} min${en}` };
  if (term.hours !== undefined) return { zh: `${term.hours} 小时${zh}`, en: `${term.hours} h${en}` };
  const { days, working_days = 0 } = term;
  if (days !== undefined) return { zh: `${days} 日`, en: days === 1 ? '1 day' : `${days} days` };
  return { zh: `${working_days} 个工作日`, en: working_days === 1 ? '1 working day' : `${working_days} working days` };
}
