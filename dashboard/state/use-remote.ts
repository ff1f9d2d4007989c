import { useEffect, useMemo } from 'preact/hooks';
import { me } from '../session/session.ts';
import { connections } from './link.ts';
import { mayRead, protocolChanges } from './protocol.ts';
import { type Remote, remote } from './remote.ts';

/** What one screen asks for, asked again after every event of a warning or case, with another person, and after a broken link. */
export function useRemote<Body>(url: string | null): Remote<Body> {
  const asked = useMemo(() => remote<Body>(() => (mayRead.value ? url : null)), [url]);
  const reasons = [protocolChanges.value, connections.value, mayRead.value, me.value?.id];
  // Dependencies: reasons to ask again, not inputs
  useEffect(() => asked.refresh(), [asked, ...reasons]);
  return asked;
}
