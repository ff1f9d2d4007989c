import type { AgreementFile } from '../agreement/agreement-file.ts';
import { type CaseAct, isHeldAt } from '../agreement/role.ts';
import type { CaseActor, CaseCommandType } from './case-command.ts';
import { partiesOf } from './case-parties.ts';
import type { CaseState } from './case-state.ts';
import { type Refusal, refusal } from './refusal.ts';

/** Whose command it is. `party`: whoever signs in the end; `anyone`: the step itself says who. */
type Side = 'sender' | 'owner' | 'respondent' | 'party' | 'anyone';

/** What the post must be allowed (one of them is enough), and for which side it is done. */
const CLAIM: Readonly<Record<CaseCommandType, { readonly acts: readonly CaseAct[]; readonly side: Side }>> = {
  open: { acts: ['open'], side: 'anyone' },
  refer: { acts: ['refer'], side: 'sender' },
  accept: { acts: ['answer'], side: 'respondent' },
  decline: { acts: ['answer'], side: 'respondent' },
  withdraw: { acts: ['refer'], side: 'sender' },
  decide: { acts: ['arbitrate'], side: 'anyone' },
  call_inspection: { acts: ['refer'], side: 'party' },
  inspect: { acts: ['inspect'], side: 'party' },
  find: { acts: ['inspect'], side: 'owner' },
  order: { acts: ['order'], side: 'owner' },
  report_rectified: { acts: ['order'], side: 'owner' },
  recheck: { acts: ['recheck'], side: 'owner' },
  freeze: { acts: ['sign'], side: 'owner' },
  // A superior that has the case under its supervision signs by the post that put it there.
  sign: { acts: ['sign', 'arbitrate'], side: 'party' },
  amend: { acts: ['refer', 'answer', 'inspect', 'order', 'sign'], side: 'party' },
  dispute: { acts: ['answer'], side: 'party' },
  decide_listing: { acts: ['arbitrate'], side: 'anyone' },
  report_accident: { acts: ['open'], side: 'party' },
  give_notice: { acts: ['refer'], side: 'anyone' },
  verify_accident: { acts: ['refer', 'inspect'], side: 'anyone' },
  pause: { acts: ['arbitrate'], side: 'anyone' },
  resume: { acts: ['arbitrate'], side: 'anyone' },
};

/** What a post must be allowed for the command; one of them is enough. */
export function actsFor(command: CaseCommandType): readonly CaseAct[] {
  return CLAIM[command].acts;
}

/** Whether the agreement in force lets that post do it at all (ENF-2); undefined when it does. */
export function unauthorized(agreement: AgreementFile, by: CaseActor, command: CaseCommandType): Refusal | undefined {
  const role = agreement.roles.find(({ id }) => id === by.role);
  const place = agreement.jurisdictions.find(({ id }) => id === by.jurisdiction);
  if (role === undefined || place === undefined || !isHeldAt(role, place)) {
    return refusal(
      'ENF-2',
      `version "${agreement.version}" of the agreement has no post "${by.role}" in "${by.jurisdiction}"`,
      `协议“${agreement.version}”版在“${by.jurisdiction}”没有“${by.role}”岗位`,
    );
  }
  const { acts } = CLAIM[command];
  if (acts.some((act) => role.cases.includes(act))) return undefined;
  const needed = acts.join('/');
  return refusal('ENF-2', `"${by.role}" may not ${needed} in cases`, `“${by.role}”无权办理案件的 ${needed}`);
}

/** Whether it is that jurisdiction's step (ENF-5). */
export function wrongSide(state: CaseState, by: CaseActor, command: CaseCommandType): Refusal | undefined {
  const { side } = CLAIM[command];
  if (side === 'anyone') return undefined;
  const able = side === 'party' ? partiesOf(state) : [state[side]].filter((id) => id !== null);
  return reservedFor(able, by);
}

/** Refuses everybody who does not speak for one of these jurisdictions. */
export function reservedFor(able: readonly string[], { jurisdiction }: CaseActor): Refusal | undefined {
  if (able.includes(jurisdiction)) return undefined;
  const named = able.map((id) => `"${id}"`);
  return refusal(
    'ENF-5',
    `this is for ${named.join(', ') || 'nobody'} to do, not for "${jurisdiction}"`,
    `应由${able.map((id) => `“${id}”`).join('、') || '（无）'}办理，“${jurisdiction}”不能`,
  );
}

/** What it takes to carry a case through. */
const NEEDED: readonly CaseAct[] = ['answer', 'inspect', 'order', 'recheck', 'sign'];

/** The acts for which a jurisdiction has no post: a case that went there could never end. */
export function missingPosts(agreement: AgreementFile, jurisdiction: string): readonly CaseAct[] {
  const place = agreement.jurisdictions.find(({ id }) => id === jurisdiction);
  if (place === undefined) return NEEDED;
  const held = agreement.roles.filter((role) => isHeldAt(role, place));
  return NEEDED.filter((act) => !held.some(({ cases }) => cases.includes(act)));
}
