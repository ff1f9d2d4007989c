import { z } from 'zod';
import { PARAMETERS } from '../air/parameter.ts';
import { MemberId } from './member-id.ts';

export const SHARED_DATA = ['readings', 'hourly', 'daily', 'forecasts', 'alerts', 'sources', 'evidence'] as const;

/** One entry of the sharing scope: which data of a member others may see, when and how late. */
export const Sharing = z.strictObject({
  data: z.enum(SHARED_DATA).meta({ help: 'Kind of data. 数据种类。' }),
  with: z
    .union([z.enum(['members', 'superiors', 'public']), z.array(MemberId).min(1)])
    .meta({ help: 'members, superiors, public, or ids of jurisdictions. 成员、上级、公众，或辖区列表。' }),
  parameters: z
    .array(z.enum(PARAMETERS))
    .min(1)
    .exactOptional()
    .meta({ help: 'Only these; all when absent. 仅限这些参数。' }),
  delay_hours: z.int().min(0).max(8_760).default(0).meta({ help: 'Seen so much later. 延迟小时数。' }),
  during: z.enum(['always', 'warning']).default('always').meta({
    help: 'Always, or only while a joint warning stands. 始终，或仅在联合预警期间。',
  }),
});
export type Sharing = z.infer<typeof Sharing>;
