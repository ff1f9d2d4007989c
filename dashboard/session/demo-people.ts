import type { DemoPeople, DemoPerson } from '../../api/demo-contract.ts';
import { fetchJson, request } from '../query/fetch-json.ts';

export type { DemoPerson };

/** Whom a visitor of a demonstration may act as; nobody where this is none. */
export async function demoPeople(): Promise<readonly DemoPerson[]> {
  try {
    return (await fetchJson<DemoPeople>('/api/v1/demo/people')).items;
  } catch {
    return [];
  }
}

/** From now on the visitor answers for the person's jurisdiction; where that is not to be had, the first command does it. */
export async function takePart(person: Pick<DemoPerson, 'id'>): Promise<void> {
  try {
    await request(`/api/v1/demo/people/${encodeURIComponent(person.id)}/take`, { method: 'POST' });
  } catch {
    // The chooser goes on to sign in, and says what is wrong.
  }
}
