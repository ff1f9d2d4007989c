import { z } from 'zod';
import { Term } from './term.ts';

/** What a notice of the protocols needs before it counts as received. Who is told on which channel stands in the configuration. */
export const NoticeTerms = z.strictObject({
  receipt: z.enum(['delivered', 'read', 'answered']).default('read').meta({
    help: 'What counts as received. Our default. 何为送达：送达、已读、已答复，本项目默认。',
  }),
  repeat: Term.prefault({ minutes: 10 }).meta({
    help: 'Said again after this long without it. Our default. 未回执时重发间隔，本项目默认。',
  }),
  repeats: z
    .int()
    .min(0)
    .max(20)
    .default(3)
    .meta({ help: 'So often, then by the next channel. Our default. 重发次数，之后换渠道，本项目默认。' }),
});
export type NoticeTerms = z.infer<typeof NoticeTerms>;
