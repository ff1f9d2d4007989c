import type { AgreementFile } from '../agreement/agreement-file.ts';
import { type IssuedGrade, isHeldAt, mayAt, type WarningAct } from '../agreement/role.ts';
import type { Grade } from '../grade/grade.ts';
import { type By, isMachine } from './actor.ts';
import { type Refusal, refusal } from './refusal.ts';

export interface Claim {
  /** One of them is enough. */
  readonly acts: readonly WarningAct[];
  /** `none`: whatever grade; a notice has no colour. */
  readonly grade: Grade;
  /** The jurisdiction for which it is done; absent: any that has the post. */
  readonly place?: string;
}

const COLOURS: readonly IssuedGrade[] = ['blue', 'yellow', 'orange', 'red'];

/** Whether the agreement in force lets the actor do that (WRN-1..4); undefined when it does. */
export function unauthorized(agreement: AgreementFile, by: By, { acts, grade, place }: Claim): Refusal | undefined {
  const act = acts.join('/');
  if (isMachine(by)) {
    const { machine } = by;
    return refusal(
      'WRN-4',
      `"${machine}" is a machine: a person decides (${act})`,
      `“${machine}”是程序，须由人决定（${act}）`,
    );
  }
  const { role: id, jurisdiction } = by;
  const role = agreement.roles.find((one) => one.id === id);
  const at = agreement.jurisdictions.find((one) => one.id === jurisdiction);
  if (role === undefined || at === undefined || !isHeldAt(role, at)) {
    return refusal(
      'WRN-1',
      `version "${agreement.version}" of the agreement has no post "${id}" in "${jurisdiction}"`,
      `协议“${agreement.version}”版在“${jurisdiction}”没有“${id}”岗位`,
    );
  }
  if (place !== undefined && jurisdiction !== place) {
    return refusal(
      'WRN-3',
      `only "${place}" may do this, not "${jurisdiction}"`,
      `只能由“${place}”办理，“${jurisdiction}”不能`,
    );
  }
  const grades = COLOURS.filter((one) => grade === 'none' || one === grade);
  if (acts.some((one) => grades.some((colour) => mayAt(role, one, colour)))) return undefined;
  return refusal('WRN-2', `"${id}" may not ${act} at ${grade}`, `“${id}”无权对 ${grade} 级办理 ${act}`);
}
