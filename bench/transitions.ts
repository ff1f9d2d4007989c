import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse } from 'yaml';
import type { Answer } from '../alerting/coordination/answer.ts';
import { Coordination } from '../alerting/coordination/coordination.ts';
import { Posts } from '../app/answering/posts.ts';
import { sha256 } from '../app/installation/coordination-side.ts';
import { citiesOf } from '../domain/agreement/jurisdiction.ts';
import { readAgreement } from '../domain/agreement/read-agreement.ts';
import type { Clock } from '../domain/clock.ts';
import { SqliteLedger } from '../store/sqlite/sqlite-ledger.ts';

/**
 * What a step of a protocol costs with its commit (SQLite, synchronous=FULL), under the agreement of 28 cities with one webhook, and what
 * open deadlines cost at rest: `node bench/transitions.ts [deadlines]`, 10,000 when not said.
 */
const DEADLINES = Number(process.argv[2] ?? 10_000);
const EPISODES = 8;
const REST_MS = 5_000;
const DAY_MS = 86_400_000;

const file = new URL('../config/agreements/jjj-2plus26/2024.yaml', import.meta.url);
const { agreement, faults } = readAgreement(parse(readFileSync(file, 'utf8')));
if (agreement === undefined) throw new Error(JSON.stringify(faults));
const posts = new Posts(agreement, ({ role, jurisdiction }) => `${role} of ${jurisdiction}`);
const cities = citiesOf(agreement.jurisdictions).map(({ id }) => id);
const coordinator = agreement.region.coordinator ?? '';

let shift = 0;
let timers = 0;
let cpuUs = 0;
let steps = 0;
/** The machine's clock, which can be put forward, and that counts its timers. */
const clock: Clock = {
  now: () => Date.now() + shift,
  after(delayMs, run) {
    timers += 1;
    let isOver = false;
    const end = () => {
      if (!isOver) timers -= 1;
      isOver = true;
    };
    const timer = setTimeout(
      () => {
        end();
        run();
      },
      Math.min(delayMs, 2_147_483_647),
    );
    return () => {
      end();
      clearTimeout(timer);
    };
  },
};

const folder = mkdtempSync(join(tmpdir(), 'lianfang-bench-'));
const ledger = SqliteLedger.open({ path: join(folder, 'ledger.sqlite') });
const start = () =>
  Coordination.start({
    ledger,
    clock,
    digest: sha256,
    agreementAt: () => agreement,
    subscriptions: [{ channel: 'webhook:bench' }],
    onError: (error, doing) => {
      throw new Error(doing, { cause: error });
    },
  });
let coordination = await start();

/** The least that a commit costs on this machine at this moment: what a busy disk or core adds, it adds here too. */
const bare: number[] = [];

async function commitNothing(): Promise<void> {
  const event = { type: 'bench.nothing', at: clock.now(), data: {} };
  const append = { stream: 'bench', expectedVersion: bare.length, events: [event] };
  const begin = performance.now();
  await ledger.append({ appends: [append], now: event.at });
  bare.push(performance.now() - begin);
}

async function timed<State>(into: number[], step: () => Promise<Answer<State>>): Promise<State> {
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const answer = await step();
  into.push(performance.now() - begin);
  const { user, system } = process.cpuUsage(cpu);
  cpuUs += user + system;
  steps += 1;
  if (steps % 2 === 0) await commitNothing();
  if (answer.outcome === 'refused') throw new Error(`${answer.refusal.rule}: ${answer.refusal.reason.en}`);
  return answer.state;
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the agreement has no post for this');
  return value;
}

function summary(name: string, took: number[]): string {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(2);
  return `${name}: ${took.length} transitions, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`;
}

const ofWarnings: number[] = [];
const grade = 'orange';
for (let episode = 0; episode < EPISODES; episode += 1) {
  const by = required(posts.forWarning(coordinator, ['issue'], grade));
  const window = { from: clock.now(), to: null };
  const warn = (id: string, command: Parameters<Coordination['warn']>[0]['command']) =>
    timed(ofWarnings, () => coordination.warn({ id, command, key: `k${ofWarnings.length}` }));
  const proposed = {
    type: 'propose',
    kind: 'colour',
    grade,
    cities,
    window,
    basis: 'observed',
    reason: 'bench',
  } as const;
  const { id } = await timed(ofWarnings, () =>
    coordination.warn({ command: { ...proposed, by: { machine: 'engine' } } }),
  );
  await warn(id, { type: 'consult', by });
  for (const member of coordination.warnings.get(id)?.round?.asked ?? []) {
    const head = required(posts.forWarning(member, ['consult'], grade));
    await warn(id, { type: 'take_position', by: head, member, position: 'agree' });
  }
  await warn(id, { type: 'issue', by, grade });
  for (const city of cities) {
    await warn(id, { type: 'acknowledge', by: required(posts.forWarning(city, ['acknowledge'], grade)), city });
    await warn(id, { type: 'issue_own', by: required(posts.forWarning(city, ['issue'], grade)), city, grade });
    const reporter = required(posts.forWarning(city, ['report'], grade));
    await warn(id, { type: 'start_response', by: reporter, city, grade });
    const report = { measures: 'halved', enterprises: 10, reductionPercent: { nox: 20 } };
    await warn(id, { type: 'report_measures', by: reporter, city, ...report });
  }
  await warn(id, { type: 'lift', by, reason: 'clean' });
  shift += 10 * DAY_MS;
}
console.log(summary(`warnings of ${cities.length} cities`, ofWarnings));

const opened: number[] = [];
for (let n = 0; n < DEADLINES; n += 1) {
  const by = required(posts.forCase(cities[n % cities.length] ?? '', 'open'));
  const grounds = { kind: 'alert', id: `a${n}` } as const;
  const open = {
    type: 'open',
    by,
    grounds,
    site: { name: 'Works', borderKm: null },
    account: 'bench',
    attachments: [],
  } as const;
  await timed(opened, () => coordination.act({ command: { ...open, attachments: [] } }));
}
console.log(summary('opening of cases', opened));

const referred: number[] = [];
for (const { id, owner } of coordination.cases.all().slice(0, 1_000)) {
  const by = required(posts.forCase(owner, 'refer'));
  const to = cities.find((city) => city !== owner) ?? '';
  const command = { type: 'refer' as const, by, to, reason: 'bench', attachments: [] };
  await timed(referred, () => coordination.act({ id, command, key: id }));
}
console.log(summary(`cases, with ${DEADLINES} open deadlines`, referred));

console.log(summary('for comparison, an append of one empty event', bare));
console.log(`CPU: ${Math.round(cpuUs / steps)} µs a transition, commit included`);

await coordination.stop();
const begun = performance.now();
coordination = await start();
const tookMs = performance.now() - begun;
console.log(`start over ${await ledger.lastSeq()} events: ${(tookMs / 1000).toFixed(2)} s`);

const before = process.cpuUsage();
await delay(REST_MS);
const { user, system } = process.cpuUsage(before);
const load = ((user + system) / 1_000 / REST_MS) * 100;
console.log(`at rest with ${DEADLINES} open deadlines: ${timers} timer, ${load.toFixed(2)} % of one core`);
await coordination.stop();
await ledger.close();
rmSync(folder, { recursive: true, force: true });
