import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answersAt } from '../../../app/answering/answers-file.ts';
import { mannerOf } from '../../../app/answering/manner.ts';
import { loadConfig } from '../../../app/config/load.ts';
import { startWebhookReceiver } from '../../../app/demo/webhook-receiver.ts';
import { airOfCluster } from '../../../app/drill/drill-air.ts';
import { drillLoaded } from '../../../app/drill/drill-loaded.ts';
import { runDrill, writeReport } from '../../../app/drill/run-drill.ts';
import { type Installation, startInstallation } from '../../../app/installation/installation.ts';
import { formatIso } from '../../../domain/time.ts';
import { SqliteLedger } from '../../../store/sqlite/sqlite-ledger.ts';
import { JumpingClock } from '../../clock/jumping-clock.ts';
import { quiet } from '../../ingest/samples.ts';

const DEMO = new URL('../../../config/demo/', import.meta.url).pathname;
const NOW = Date.parse('2026-11-23T09:20:00+08:00');
const RATE = 60;
const MINUTE = 60_000;
const posts = [
  ['zhou', 'coordinator', 'guo'],
  ['li', 'duty-officer', 'jia'],
  ['head-jia', 'bureau-head', 'jia'],
  ['mayor-jia', 'main-leader', 'jia'],
] as const;
const tokenOf = (id: string) => `token-of-${id}`;
const hashOf = (id: string) => `$sha256$${createHash('sha256').update(tokenOf(id)).digest('base64')}`;

type Sent = {
  readonly type: string;
  readonly exercise?: boolean;
  readonly message?: { readonly zh: string; readonly en: string };
};

let folder: string;
let heard: Sent[];
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianfang-drill-'));
  heard = [];
  receiver = await startWebhookReceiver((notice) => heard.push(notice as Sent));
  const people = posts.map(
    ([id, role, jurisdiction]) =>
      `  - { id: ${id}, name: ${id}, role: ${role}, jurisdiction: ${jurisdiction}, token_hash: "${hashOf(id)}" }`,
  );
  writeFileSync(
    join(folder, 'lianfang.yaml'),
    [
      `agreement: ${DEMO}agreement.yaml`,
      `stations: ${DEMO}stations.csv`,
      'http: { port: 0 }',
      `storage: { directory: ${join(folder, 'real')} }`,
      `webhooks: [{ id: bureau, url: "${receiver.url}" }]`,
      'people:',
      ...people,
    ].join('\n'),
  );
});
afterEach(async () => {
  await receiver.close();
  rmSync(folder, { recursive: true });
});

async function started() {
  const clock = new JumpingClock(NOW);
  const stop = new AbortController();
  const loaded = drillLoaded(loadConfig(join(folder, 'lianfang.yaml'), {}, NOW), {
    folder: join(folder, 'drill'),
    port: 0,
    brokerPort: 0,
  });
  const ready = Promise.withResolvers<Installation>();
  const drill = runDrill({
    loaded,
    folder: join(folder, 'drill'),
    air: await airOfCluster({ seed: 1, hours: 1 }, { leadInHours: 2, now: NOW }),
    rate: RATE,
    afterHours: 1_000,
    // 乙市 is absent and answered for; 甲市's own people are there; 丙市 nobody.
    answers: { ...answersAt('silent'), jurisdictions: { yi: mannerOf('prompt'), jia: mannerOf('slow') } },
    clock,
    log: quiet,
    signal: stop.signal,
    onReady: (installation) => ready.resolve(installation),
    say: () => {},
  });
  const house = await Promise.race([ready.promise, drill.then(() => Promise.reject(new Error('over too soon')))]);
  let keys = 0;
  const post = async (by: string, path: string, body: object) => {
    keys += 1;
    const response = await fetch(`${house.url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokenOf(by)}`,
        'content-type': 'application/json',
        'idempotency-key': `k${keys}`,
      },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const get = (path: string, by?: string) =>
    fetch(
      `${house.url}/api/v1${path}`,
      by === undefined ? {} : { headers: { authorization: `Bearer ${tokenOf(by)}` } },
    );
  return {
    house,
    post,
    get,
    /** So many minutes of the drill. */
    pass: (minutes: number) => clock.jump((minutes * MINUTE) / RATE),
    async end() {
      stop.abort();
      return drill;
    },
  };
}

const proposed = {
  kind: 'colour',
  grade: 'orange',
  cities: ['bing', 'jia', 'yi'],
  window: { from: formatIso(NOW), to: formatIso(NOW + 48 * 60 * MINUTE) },
  basis: 'forecast',
  reason: 'rehearsal',
};
const X = 'X-2026-001';

describe('a drill', () => {
  it('[DRI-2] [DRI-3] [DRI-4] [DRI-5] [DRI-8] [DRI-9] from the proposal to the report, apart from everything real', async () => {
    const { house, post, get, pass, end } = await started();
    // Nobody has to say that it is an exercise.
    await post('zhou', '/warnings', proposed);
    expect(house.coordination.warnings.all()).toMatchObject([{ id: X, exercise: true }]);
    await post('zhou', `/warnings/${X}/consult`, {});
    await post('head-jia', `/warnings/${X}/take_position`, { member: 'jia', position: 'agree' });
    const round = () => house.coordination.warnings.get(X)?.round;
    for (let n = 0; n < 40 && round()?.positions['yi'] === undefined; n += 1) await pass(10);
    expect(round()?.positions['yi']?.position).toBe('agree');
    for (let n = 0; n < 60 && round()?.stage !== 'recommended'; n += 1) await pass(10);
    await post('zhou', `/warnings/${X}/issue`, { grade: 'orange' });
    await post('li', `/warnings/${X}/acknowledge`, { city: 'jia' });
    await post('mayor-jia', `/warnings/${X}/issue_own`, { city: 'jia', grade: 'orange' });
    const cities = () => house.coordination.warnings.get(X)?.cities;
    for (let n = 0; n < 60 && (cities()?.['yi']?.own ?? null) === null; n += 1) await pass(10);
    expect(cities()?.['yi']?.acknowledgedAt).not.toBeNull();
    for (let n = 0; n < 20; n += 1) await pass(30);

    // The public hears nothing, and sees nothing; the participants see the exercise.
    const feed = await (await get('/cap/feed.atom')).text();
    expect(feed).not.toContain('<entry>');
    const members = await (await get('/cap/feed.atom?readers=members', 'li')).text();
    const [, href = ''] = /href="([^"]+\.xml)"/.exec(members) ?? [];
    const { pathname } = new URL(href);
    expect((await fetch(`${house.url}${pathname}`)).status).toBe(404);
    const document = await (await get(pathname.replace('/api/v1', ''), 'li')).text();
    expect(document).toContain('<status>Exercise</status>');
    expect(document).toContain('<scope>Restricted</scope>');
    expect(await (await get('/installation')).json()).toMatchObject({ exercise: true });

    await vi.waitFor(() => expect(heard.map(({ type }) => type)).toContain('warning.issued'));
    for (const { exercise, message } of heard) {
      expect(exercise).toBe(true);
      if (message !== undefined)
        expect([message.zh.slice(0, 4), message.en.slice(0, 8)]).toEqual(['【演练】', 'EXERCISE']);
    }

    const report = await end();
    expect(report).toMatchObject({
      exercise: true,
      rate: RATE,
      models: { yi: 'prompt', jia: 'slow' },
      warnings: [{ id: X, highest: 'orange' }],
    });
    const fates = (by: string) => report.owed.filter((one) => one.by === by && one.duty === 'acknowledge');
    expect(fates('jia')).toMatchObject([{ fate: 'in_time', doneBy: 'li (duty-officer, jia)', model: false }]);
    expect(fates('yi')).toMatchObject([{ fate: 'in_time', model: true }]);
    expect(fates('bing')).toMatchObject([{ fate: 'missed', doneBy: null }]);
    expect(report.escalations).toEqual(expect.arrayContaining([expect.objectContaining({ by: 'bing', to: 'dong' })]));
    // 甲市 is its own people's since they gave a command, though a model was named for it.
    expect(report.steps.filter(({ by, model }) => model && by.includes('jia'))).toEqual([]);
    const drill = join(folder, 'drill');
    expect(JSON.parse(readFileSync(join(drill, 'report.json'), 'utf8'))).toEqual(report);
    expect(readFileSync(join(drill, 'report.html'), 'utf8')).toContain('EXERCISE');
    expect(await writeReport(drill, loadConfig(join(folder, 'lianfang.yaml'), {}).versions)).toEqual(report);

    // The real storage was not even made; the drill's is no installation's, and has had its drill.
    expect(existsSync(join(folder, 'real'))).toBe(false);
    const ledger = SqliteLedger.open({ path: join(drill, 'ledger.sqlite') });
    expect(await ledger.verify()).toMatchObject({ ok: true });
    expect((await ledger.read({ after: 0, limit: 1 }))[0]?.type).toBe('drill.started');
    await ledger.close();
    const real = loadConfig(join(folder, 'lianfang.yaml'), { LIANFANG_STORAGE_DIRECTORY: drill }, NOW);
    const clock = new JumpingClock(NOW);
    await expect(startInstallation({ loaded: real, clock, clockRate: 1, log: quiet })).rejects.toThrow(/holds a drill/);
    await expect(started()).rejects.toThrow(/has had its drill/);
  }, 30_000);

  it('[DRI-9] no report of a folder without a drill, which stays as it is', async () => {
    const { versions } = loadConfig(join(folder, 'lianfang.yaml'), {});
    await expect(writeReport(folder, versions)).rejects.toThrow(/holds no drill/);
    expect(existsSync(join(folder, 'EXERCISE'))).toBe(false);
  });

  it('[DRI-1] does not begin where a real installation has been', async () => {
    const real = loadConfig(join(folder, 'lianfang.yaml'), { LIANFANG_STORAGE_DIRECTORY: join(folder, 'drill') }, NOW);
    const house = await startInstallation({ loaded: real, clock: new JumpingClock(NOW), clockRate: 1, log: quiet });
    await house.close();
    const before = readFileSync(join(folder, 'drill', 'ledger.sqlite'));
    await expect(started()).rejects.toThrow(/a real ledger/);
    expect(readFileSync(join(folder, 'drill', 'ledger.sqlite'))).toEqual(before);
  });
});
