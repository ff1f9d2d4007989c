import type { PersonView } from '../../api/parties-contract.ts';
import { fetchJson } from '../query/fetch-json.ts';

/** A person of the demonstration with the token to act as him. */
export type DemoPerson = PersonView & { readonly token: string };

/** Whom a visitor of a demonstration may act as; nobody where this is none. */
export async function demoPeople(): Promise<readonly DemoPerson[]> {
  try {
    return (await fetchJson<{ items: readonly DemoPerson[] }>('/api/v1/demo/people')).items;
  } catch {
    return [];
  }
}
