import { signal } from '@preact/signals';
import type { MeView } from '../../api/parties-contract.ts';
import { fetchJson, RequestFailed } from '../query/fetch-json.ts';
import { keepToken, sessionToken } from './token.ts';

/** Who is signed in on this page; null: nobody. */
export const me = signal<MeView | null>(null);

/** Takes a pasted token when the server knows whose it is; else throws RequestFailed and leaves things as they were. */
export async function signIn(token: string): Promise<MeView> {
  const before = sessionToken();
  keepToken(token.trim());
  try {
    const person = await fetchJson<MeView>('/api/v1/me');
    me.value = person;
    return person;
  } catch (error) {
    keepToken(before);
    throw error;
  }
}

export function leave(): void {
  keepToken(null);
  me.value = null;
}

/** The tab was reloaded: goes on as who it was. A token that no longer holds is forgotten. */
export async function resumeSession(): Promise<void> {
  const token = sessionToken();
  if (token === null) return;
  try {
    await signIn(token);
  } catch (error) {
    if (error instanceof RequestFailed && error.status === 401) leave();
  }
}
