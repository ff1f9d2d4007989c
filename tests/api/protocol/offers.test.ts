import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { CASE_BODIES, WARNING_BODIES } from '../../../api/command-contract.ts';
import type { CommandOffer } from '../../../api/protocol-contract.ts';
import { formatIso } from '../../../domain/time.ts';
import { complaint, HOUR_MS, PEOPLE, type Protocols, proposal, protocols } from './protocol-fixture.ts';

const CITIES = ['jia', 'yi', 'bing', 'ding', 'wu', 'ji', 'geng', 'xin'];
const SHA = 'a'.repeat(64);

/** Whatever a command wants beside its choices. */
function freeFields(now: number): Readonly<Record<string, unknown>> {
  const at = formatIso(now);
  return {
    ...{ reason: '理由', text: '内容', measures: '措施', enterprises: 3, reductionPercent: { pm25: 10 } },
    ...{ kind: 'colour', cities: CITIES, window: { from: at, to: null }, basis: 'observed' },
    ...{ account: '经过', violation: true, days: null, dailyFineYuan: null, level: 'IV', visitedAt: at, servedAt: at },
    ...{ knownAt: at, until: formatIso(now + 48 * HOUR_MS), receipt: { name: '回证', sha256: SHA, bytes: 1 } },
    officers: CITIES.concat('guo', 'xi', 'dong').flatMap((jurisdiction) =>
      ['1', '2'].map((certificate) => ({ name: '某', jurisdiction, certificate })),
    ),
  };
}

const OPTIONAL = ['exercise', 'responseAt', 'pollutionEndedAt', 'grade', 'attachments'];

function bodyOf(
  { command, choices }: CommandOffer,
  bodies: Readonly<Record<string, unknown>>,
  { now, pick }: { readonly now: number; readonly pick: (from: readonly string[]) => string },
): object {
  const { shape } = bodies[command] as z.ZodObject;
  const free = freeFields(now);
  const chosen = Object.fromEntries(Object.entries(choices).map(([field, values]) => [field, pick(values)]));
  if (chosen['position'] !== undefined && chosen['position'] !== 'agree_higher') delete chosen['grade'];
  const wanted = Object.keys(shape).filter((field) => !OPTIONAL.includes(field) || field in chosen);
  return Object.fromEntries(wanted.map((field) => [field, chosen[field] ?? free[field]]));
}

/** Some person looks, takes some offer as it stands, and has it carried out; hours pass between. Returns what was given. */
async function walk(api: Protocols, path: '/warnings' | '/cases', numbers: readonly number[]): Promise<string[]> {
  const given: string[] = [];
  const bodies: Readonly<Record<string, unknown>> = path === '/warnings' ? WARNING_BODIES : CASE_BODIES;
  const begin = async () => {
    const said = await (path === '/warnings'
      ? api.post(path, proposal({ window: { from: formatIso(api.clock.now()), to: null } }), { by: 'coordinator' })
      : api.post(path, complaint(), { by: 'duty-bing' }));
    return (said.body.warning ?? said.body.case).id as string;
  };
  let id = await begin();
  for (const number of numbers) {
    await api.clock.pass((number % 7) * (HOUR_MS / 2));
    const draws = { left: number };
    const pick = <Item>(from: readonly Item[]): Item => {
      draws.left = (draws.left * 48_271 + 11) % 2_147_483_647;
      return from[draws.left % from.length] as Item;
    };
    const able = (
      await Promise.all(
        PEOPLE.filter((_, place) => place < 3 || (place + number) % 3 === 0).map(async (person) => ({
          person,
          seen: await api.get(`${path}/${id}`, person.id),
        })),
      )
    )
      .map(({ person, seen }) => ({ person: person.id, seen: seen.body, offers: seen.body.commands as CommandOffer[] }))
      .filter(({ offers }) => offers.length > 0);
    if (able.length === 0) {
      id = await begin();
      continue;
    }
    const { person, seen, offers } = pick(able);
    const offer = pick(offers);
    const body = bodyOf(offer, bodies, { now: api.clock.now(), pick });
    const said = await api.post(`${path}/${id}/${offer.command}`, body, { by: person, version: seen.version });
    expect({ command: offer.command, person, body, status: said.status, refused: said.body.reason }).toMatchObject({
      status: 200,
    });
    given.push(offer.command);
  }
  return given;
}

describe('what a person may do now', () => {
  const numbers = fc.array(fc.nat(2_000_000_000), { minLength: 25, maxLength: 25 });

  it.each(['/warnings', '/cases'] as const)(
    '[PRO-9] is carried out when it is given at once: %s',
    async (path) => {
      const given = new Set<string>();
      await fc.assert(
        fc.asyncProperty(numbers, async (steps) => {
          const api = await protocols();
          for (const command of await walk(api, path, steps)) given.add(command);
        }),
        { numRuns: Number(process.env['LIANFANG_OFFER_RUNS'] ?? 2) },
      );
      expect(given.size).toBeGreaterThan(4);
    },
    600_000,
  );

  it('[PRO-9] is what the agreement lets the post do at this point, with the values that are possible', async () => {
    const api = await protocols();
    const id = (await api.post('/warnings', proposal(), { by: 'coordinator' })).body.warning.id;
    const offered = async (person: string) => {
      const { body } = await api.get(`/warnings/${id}`, person);
      return Object.fromEntries(body.commands.map(({ command, choices }: CommandOffer) => [command, choices]));
    };
    expect(Object.keys(await offered('coordinator'))).toEqual(['propose', 'consult', 'withdraw', 'pause_clock']);
    expect(await offered('head-jia')).toEqual({});
    await api.post(`/warnings/${id}/consult`, {}, { by: 'coordinator' });
    expect(await offered('head-jia')).toEqual({
      take_position: { member: ['jia'], position: ['agree', 'object', 'agree_higher'], grade: ['red'] },
    });
    expect(await offered('head-xin')).toEqual({});
    expect(await offered('duty-jia')).toEqual({});
  });

  it('[PRO-9] is nothing for whoever gives no token', async () => {
    const api = await protocols({ http: { protocol_readers: 'everybody' } });
    const id = (await api.post('/warnings', proposal(), { by: 'coordinator' })).body.warning.id;
    expect((await api.get(`/warnings/${id}`)).body.commands).toEqual([]);
  });

  it('[PRO-9] is asked without being done: nothing of it is recorded', async () => {
    const api = await protocols();
    const { body } = await api.post('/cases', complaint(), { by: 'duty-bing' });
    for (const { id } of PEOPLE) await api.get(`/cases/${body.case.id}`, id);
    expect((await api.get('/ledger', 'coordinator')).body.last).toBe(1);
  });
});
