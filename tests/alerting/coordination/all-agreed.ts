import type { WarningCommand } from '../../../domain/warning/warning-command.ts';
import { coordinator, head } from '../../domain/warning/scenario.ts';
import type { Bureau } from './bureau.ts';

/** Consulted, agreed by all and issued; returns who issued it. */
export async function allAgreed(
  bureau: Bureau,
  id: string,
  grade: 'yellow' | 'orange' | 'red',
): Promise<WarningCommand['by']> {
  await bureau.warn(coordinator, { type: 'consult' }, id);
  for (const member of bureau.coordination.warnings.get(id)?.round?.asked ?? []) {
    await bureau.warn(head(member), { type: 'take_position', member, position: 'agree' }, id);
  }
  await bureau.warn(coordinator, { type: 'issue', grade }, id);
  return coordinator;
}
