import { z } from 'zod';
import { ClockTime } from './clocks.ts';
import { Consultation } from './consultation.ts';
import { Term } from './term.ts';

const DEFAULT = 'Our default. 本项目默认。';

/**
 * What every city owes in a regional warning, and until when (practice of the notices 2016-2021; no law gives the times, so the
 * defaults are ours). Every step of a city runs from the regional issue, those of the end from the lift.
 */
export const Duties = z.strictObject({
  consultation: Consultation.prefault({}),
  acknowledge: Term.prefault({ minutes: 30 }).meta({ help: `Receipt confirmed. 确认收到。${DEFAULT}` }),
  own_warning: Term.prefault({ hours: 2 }).meta({
    help: `Own warning issued, of the regional grade or higher. 发布不低于区域级别的本市预警。${DEFAULT}`,
  }),
  start_response: Term.prefault({ hours: 2 }).meta({
    help: `Response started, when the order names no later time. 启动响应，命令另定时刻的除外。${DEFAULT}`,
  }),
  first_report: Term.prefault({ hours: 4 }).meta({
    help: `First report: level, times, measures, enterprises, reductions. 首次报告：级别、时间、措施、企业清单、减排比例。${DEFAULT}`,
  }),
  daily_report: ClockTime.default('10:00').meta({ help: `Then every day by this time. 此后每日报告时刻。${DEFAULT}` }),
  confirm_stop: Term.prefault({ hours: 2 }).meta({
    help: `After the lift: response stopped. 解除后确认终止响应。${DEFAULT}`,
  }),
  summary: Term.prefault({ working_days: 5 }).meta({
    help: `After the lift: summary (the evaluation itself is asked for by the Air Law, art. 96). 解除后提交总结（评估依《大气法》第九十六条）。${DEFAULT}`,
  }),
  region_review: Term.prefault({ working_days: 10 }).meta({
    help: `After the lift: the coordinator's review. 解除后牵头方完成评估。${DEFAULT}`,
  }),
  escalation: z
    .strictObject({
      every: Term.prefault({ minutes: 30 }).meta({
        help: `The next superior hears after this long. 逐级上报间隔。${DEFAULT}`,
      }),
      up_to: z
        .enum(['province', 'nation'])
        .default('nation')
        .meta({ help: 'The highest level told. 上报到的最高层级。' }),
    })
    .prefault({})
    .meta({
      help: 'A step that is overdue is told to the superior at once, then further up. 逾期即报上级，再逐级上报。',
    }),
});
export type Duties = z.infer<typeof Duties>;
