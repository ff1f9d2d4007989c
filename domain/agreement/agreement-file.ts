import { z } from 'zod';
import { QualityLimits } from '../air/quality/quality-limits.ts';
import { Rule } from '../rule/rule.ts';
import { Text } from '../rule/text.ts';
import { Clocks } from './clocks.ts';
import { Duties } from './duties.ts';
import { Effective } from './effective.ts';
import { Enforcement } from './enforcement.ts';
import { Geometry } from './geometry.ts';
import { GradeChoice } from './grade-choice.ts';
import { Jurisdiction } from './jurisdiction.ts';
import { Lateness } from './lateness.ts';
import { MemberId } from './member-id.ts';
import { NoticeTerms } from './notice-terms.ts';
import { Role } from './role.ts';
import { Sharing } from './sharing.ts';
import { StandardChoice } from './standard-choice.ts';

const Region = z.strictObject({
  id: MemberId.meta({ help: 'The same in every version; used in notices. 各版本一致，用于通知。', example: 'demo' }),
  name: Text.meta({ help: 'Name of the region. 区域名称。' }),
  utc_offset: z
    .string()
    .regex(/^[+-](0\d|1[0-4]):[0-5]\d$/, 'an offset such as "+08:00" 应为时差，如 "+08:00"')
    .default('+08:00')
    .meta({
      help: 'The clock on which hours, days and deadlines begin and end. 小时、日期和期限所用的时区。',
      example: '+08:00',
    }),
  coordinator: MemberId.exactOptional().meta({
    help: 'Jurisdiction that consults, issues and lifts for the region. 负责会商、发布和解除的牵头辖区。',
  }),
});

/**
 * One version of what the cities of a region have agreed, as it stands in the file: who belongs to it, what is watched, who owes
 * what until when, who may decide. Data, not code. What one part says of another is checked by `readAgreement`.
 */
export const AgreementFile = z.strictObject({
  version: z
    .string()
    .min(1)
    .max(40)
    .meta({ help: 'Name of this version, in quotes. 版本号，加引号。', example: '2024.1' }),
  effective: Effective.meta({ help: 'When it is in force; versions must not overlap. 生效期间，各版本不得重叠。' }),
  region: Region,
  standard: StandardChoice.prefault({}),
  geometry: Geometry.exactOptional(),
  jurisdictions: z.array(Jurisdiction).min(1).meta({ help: 'The parties and those above them. 各方及其上级。' }),
  roles: z.array(Role).default([]).meta({ help: 'Posts and what they may do. 岗位及权限。' }),
  rules: z.array(Rule).default([]).meta({ help: 'What is watched (docs/spec/rules.md). 监视规则。' }),
  grades: GradeChoice.exactOptional().meta({ help: 'Warning grades; none when absent. 预警分级，缺省不分级。' }),
  forecasts: z
    .strictObject({
      issuers: z.array(z.string().min(1)).default([]).meta({
        help: 'Issuers of forecasts, the most trusted first; `baseline` comes last of itself. 预报发布方，按采信顺序；`baseline` 自动居末。',
      }),
    })
    .prefault({}),
  clocks: Clocks.prefault({}),
  duties: Duties.prefault({}),
  enforcement: Enforcement.prefault({}),
  sharing: z.array(Sharing).default([]).meta({ help: 'Who sees which data of the others. 数据共享范围。' }),
  notices: NoticeTerms.prefault({}),
  lateness: Lateness.prefault({}),
  quality: QualityLimits.prefault({}).meta({
    help: 'What values are held against: only what differs from the defaults (docs/spec/quality.md). 质控限值，只写与缺省不同者。',
    page: 'quality.md',
  }),
});
export type AgreementFile = z.infer<typeof AgreementFile>;
