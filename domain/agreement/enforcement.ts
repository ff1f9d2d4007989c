import { z } from 'zod';
import { Term } from './term.ts';

const DEFAULT = 'Our default. 本项目默认。';

/** Joint enforcement: strips along the borders and the clock of each step. A case stays with the sender until it is accepted. */
export const Enforcement = z.strictObject({
  border_strip_km: z.number().positive().max(50).default(3).meta({
    help: 'Strip whose key enterprises both sides list (Yangtze delta practice). 边界两侧互通重点企业名单的宽度（长三角做法）。',
  }),
  mutual_inspection_km: z.number().positive().max(50).default(2).meta({
    help: 'Strip in which either side may ask for an inspection at once (Jiaxing-Wujiang). 可直接互查的宽度（嘉兴—吴江）。',
  }),
  referral: z
    .strictObject({
      send: Term.prefault({ hours: 24 }).meta({
        help: `Refer an opened case to the suspected side. 立案后移送被疑一方。${DEFAULT}`,
      }),
      answer: Term.prefault({ hours: 24 }).meta({
        help: `Accept or decline with a reason. 接收或说明理由退回。${DEFAULT}`,
      }),
      arbitration: Term.prefault({ working_days: 5 }).meta({
        help: `For the common superior after a refusal or silence. 退回或逾期后由共同上级裁决。${DEFAULT}`,
      }),
    })
    .prefault({}),
  inspection: Term.prefault({ working_days: 3 }).meta({
    help: `Joint inspection, from the acceptance. 接收后联合检查。${DEFAULT}`,
  }),
  findings: Term.prefault({ working_days: 5 }).meta({
    help: `Findings, from the inspection. 检查后形成结论。${DEFAULT}`,
  }),
  order: Term.prefault({ working_days: 5 }).meta({
    help: `Rectification order served, from the findings or the recheck. 认定违法或复查后送达责令改正决定。${DEFAULT}`,
  }),
  rectification: z
    .strictObject({
      usual: Term.prefault({ days: 30 }).meta({
        help: `Time limit of an order when none is named. 责令限期改正的通常期限。${DEFAULT}`,
      }),
      longest: Term.prefault({ days: 180 }).meta({ help: `Longest that may be given. 最长期限。${DEFAULT}` }),
    })
    .prefault({}),
  recheck: Term.prefault({ days: 30 }).meta({
    help: 'From the end of the limit; with a daily fine, from the service of the order (Measures 2014, art. 10, unconfirmed). 期满后复查；按日计罚的自送达起。',
  }),
  signatures: Term.prefault({ working_days: 5 }).meta({
    help: `Co-signature of all parties, from the recheck. 复查后共同签署结案。${DEFAULT}`,
  }),
  listed_supervision: Term.prefault({ days: 60 }).meta({
    help: `Overdue by this long a case goes to listed supervision. 逾期多久提请挂牌督办。${DEFAULT}`,
  }),
  accident_notice: z
    .strictObject({
      major: Term.prefault({ hours: 2 }).meta({ help: 'Levels I, II (Order 17 of 2011, art. 3). 特别重大、重大。' }),
      general: Term.prefault({ hours: 4 }).meta({ help: 'Levels III, IV (same). 较大、一般。' }),
    })
    .prefault({})
    .meta({ help: 'To neighbours and superiors. 突发环境事件通报邻市和上级。' }),
});
export type Enforcement = z.infer<typeof Enforcement>;
