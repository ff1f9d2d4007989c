import type { DemoPeople, DemoPerson } from '../../api/demo-contract.ts';
import { fetchJson, request } from '../query/fetch-json.ts';

/** Whom a visitor of a demonstration may act as; nobody where this is none. */
export async function demoPeople(): Promise<readonly DemoPerson[]> {
  try {
    return (await fetchJson<DemoPeople>('/api/v1/demo/people')).items;
  } catch {
    return [];
  }
}

/** The visitor answers for the person's jurisdiction from now on, or the script does again. What cannot be had changes nothing. */
export async function changePart(person: Pick<DemoPerson, 'id'>, step: 'take' | 'give_back'): Promise<void> {
  try {
    await request(`/api/v1/demo/people/${encodeURIComponent(person.id)}/${step}`, { method: 'POST' });
  } catch {
    // The first command takes the part as well.
  }
}
