import { z } from 'zod';
import { Term } from './term.ts';

/** How members are asked before a regional warning is issued, and what it means when one of them says nothing. */
export const Consultation = z.strictObject({
  asked: z
    .enum(['concerned', 'all'])
    .default('concerned')
    .meta({ help: 'The cities that the proposal names, or every member. 征求所涉城市或全体成员。' }),
  positions: Term.prefault({ hours: 1 }).meta({ help: 'For a position. Our default. 答复会商的期限，本项目默认。' }),
  silence: z.enum(['agrees', 'abstains', 'escalates']).default('agrees').meta({
    help: 'What silence means when the time is over: agreement, no vote, or a question to the superior. Our default. 逾期不答：视为同意、弃权或转问上级，本项目默认。',
  }),
  quorum: z
    .strictObject({
      at_least: z.int().min(1).exactOptional().meta({ help: 'So many that agree. 至少几个同意。' }),
      share: z.number().gt(0).max(1).exactOptional().meta({ help: 'Such a share of those asked. 被征求者中的比例。' }),
    })
    .refine(({ at_least, share }) => at_least !== undefined || share !== undefined, {
      error: 'needs at_least or share',
      params: { zh: '须给出 at_least 或 share' },
    })
    .prefault({ share: 0.5 })
    .meta({
      help: 'How many must agree; of two given, both. Our default. 通过所需的同意数，两项都给则都须满足，本项目默认。',
    }),
  decision: Term.prefault({ hours: 1 }).meta({
    help: "For the coordinator's decision after the positions. Our default. 会商后牵头方作出决定的期限，本项目默认。",
  }),
  skipped: z.enum(['never', 'when_measured']).default('when_measured').meta({
    help: 'Whether the coordinator may act at once, with a reason, when the pollution is already measured. 已实测污染时牵头方可否说明理由后直接启动。',
  }),
});
export type Consultation = z.infer<typeof Consultation>;
