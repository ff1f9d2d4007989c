import { z } from 'zod';
import { editionFor } from '../air/edition-for.ts';
import type { Edition } from '../air/index-standard.ts';

/** Which edition of HJ 633 makes the indices. */
export const StandardChoice = z.strictObject({
  edition: z.literal(['auto', 2012, 2026]).default('auto').meta({
    help: 'auto: by the date of the data (2026 since 2026-03-01); a year pins it. 按数据日期自动选择，或固定版本。',
  }),
  practice: z.enum(['published', 'text']).default('published').meta({
    help: '2012 hourly reports: as published in practice, or as the text says (docs/spec/index.md). 2012 版小时报按发布惯例或按标准原文。',
  }),
});
export type StandardChoice = z.infer<typeof StandardChoice>;

/** The edition for data of that instant, epoch ms. */
export function editionAt(choice: StandardChoice, at: number): Edition {
  if (choice.edition === 'auto') return editionFor(at);
  return choice.edition === 2012 ? '2012' : '2026';
}
