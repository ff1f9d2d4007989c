import { z } from 'zod';
import { Text } from '../rule/text.ts';
import { MemberId } from './member-id.ts';

const GRADES = ['blue', 'yellow', 'orange', 'red'] as const;
/** A grade that can be issued. */
export const IssuedGrade = z.enum(GRADES);
export type IssuedGrade = z.infer<typeof IssuedGrade>;

const grades = (help: string) =>
  z
    .union([z.literal('all'), z.array(IssuedGrade).min(1)])
    .exactOptional()
    .meta({ help });

/** What a role may do in a warning, each at the grades named. */
const WarningActs = z.strictObject({
  propose: grades('Propose a regional warning. 提议区域预警。'),
  consult: grades("Give the jurisdiction's position. 代表本辖区会商表态。"),
  sign: grades('Sign for the jurisdiction. 代表本辖区签署。'),
  issue: grades(
    'Issue: at the coordinator the regional warning, in a city its own. Only governments may (Air Law, art. 95). 发布：牵头方发布区域预警，城市发布本市预警（《大气法》第九十五条）。',
  ),
  lift: grades('Lift, where it may be issued. 解除。'),
  acknowledge: grades('Confirm receipt. 确认收到。'),
  report: grades('Report response, measures, stop and summary. 报告响应、措施、终止与总结。'),
});
export type WarningAct = keyof z.infer<typeof WarningActs>;
export const WARNING_ACTS = Object.keys(WarningActs.shape) as WarningAct[];

export const CASE_ACTS = ['open', 'refer', 'answer', 'inspect', 'order', 'recheck', 'sign', 'arbitrate'] as const;
export type CaseAct = (typeof CASE_ACTS)[number];

/** A post that people hold in a jurisdiction; who holds it stands in the configuration, what it may do stands here. */
export const Role = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens 小写字母、数字、连字符')
    .meta({ help: 'Unique in the agreement. 在协议内唯一。', example: 'duty-officer' }),
  name: Text.meta({ help: 'Name of the post. 岗位名称。' }),
  at: z.array(MemberId).min(1).meta({
    help: 'Levels (nation, office, province, city) or ids of jurisdictions that have it. 设此岗位的层级或辖区。',
  }),
  may: WarningActs.prefault({}).meta({ help: 'In warnings: `all` or a list of grades. 预警权限：`all` 或级别列表。' }),
  cases: z.array(z.enum(CASE_ACTS)).default([]).meta({ help: 'In joint enforcement. 联合执法权限。' }),
});
export type Role = z.infer<typeof Role>;

/** Whether the role exists in a jurisdiction of that level. */
export function isHeldAt(role: Role, jurisdiction: { readonly id: string; readonly level: string }): boolean {
  return role.at.includes(jurisdiction.level) || role.at.includes(jurisdiction.id);
}

/** Whether the role may do that in a warning of that grade. */
export function mayAt(role: Role, act: WarningAct, grade: IssuedGrade): boolean {
  const granted = role.may[act];
  return granted === 'all' || (granted?.includes(grade) ?? false);
}
