import { me } from '../session/session.ts';
import { agreement } from '../state/protocol.ts';

/** Whether the post of whoever is signed in may begin a warning or a case by the agreement in force; the server decides in the end. */
export function mayBegin(command: 'propose' | 'open'): boolean {
  const role = agreement.body.value?.roles.find(({ id }) => id === me.value?.role);
  if (role === undefined) return false;
  return command === 'propose' ? role.may['propose'] !== undefined : role.cases.includes('open');
}
