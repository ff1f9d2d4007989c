import { readFileSync, writeSync } from 'node:fs';
import { parse } from 'yaml';
import { Webhook } from '../../alerting/channels/webhook.ts';
import { Coordination } from '../../alerting/coordination/coordination.ts';
import { Dispatcher } from '../../alerting/outbox/dispatcher.ts';
import { sha256 } from '../../app/installation/coordination-side.ts';
import { readAgreement } from '../../domain/agreement/read-agreement.ts';
import { SqliteLedger } from '../../store/sqlite/sqlite-ledger.ts';
import { mulberry32 } from './mulberry32.ts';
import { fastClock } from './protocol-clock.ts';
import { type PeopleOrder, ProtocolPeople } from './protocol-people.ts';

/**
 * A program that only coordinates, on a fast clock, with people who act by chance; made to be killed. It says on stdout what it is about
 * to order and what was done: `{"order":{..},"key":".."}`, then `{"done":"<key>"}`. An order that its predecessor did not hear back of is
 * given again first.
 */
export interface ProtocolProcessOptions {
  readonly ledger: string;
  readonly receiver: string;
  readonly run: number;
  readonly seed: number;
  readonly clock: Parameters<typeof fastClock>[0];
  readonly again?: { readonly order: PeopleOrder; readonly key: string };
}

const options = JSON.parse(process.argv[2] ?? '') as ProtocolProcessOptions;
const say = (line: object) => writeSync(1, `${JSON.stringify(line)}\n`);

say({ begun: true });
const demo = readFileSync(new URL('../../config/demo/agreement.yaml', import.meta.url), 'utf8');
const { agreement } = readAgreement(parse(demo));
const ledger = SqliteLedger.open({ path: options.ledger });
const clock = fastClock(options.clock);
const random = mulberry32(options.seed + options.run);
const dispatcher = new Dispatcher({
  outbox: ledger,
  channels: new Map([['webhook:all', new Webhook({ url: options.receiver })]]),
  clock,
  random,
  onFailure: () => {},
});
const coordination = await Coordination.start({
  ledger,
  clock,
  digest: sha256,
  agreementAt: () => agreement,
  punctualMs: 5_000 * options.clock.rate,
  subscriptions: [{ channel: 'webhook:all' }],
  onDeliveries: () => dispatcher.wake(),
  onError: (error, doing) => say({ error: `${doing}: ${error instanceof Error ? error.stack : error}` }),
});
dispatcher.wake();

async function give(order: PeopleOrder, key: string): Promise<void> {
  say({ order, key });
  const about = { ...(order.id === undefined ? {} : { id: order.id }), key };
  const answer =
    order.machine === 'warning'
      ? await coordination.warn({ ...about, command: order.command })
      : await coordination.act({ ...about, command: order.command });
  say(answer.outcome === 'done' ? { done: key } : { refused: key, rule: answer.refusal.rule });
}

let region = (await ledger.read({ after: 0, limit: 100_000, stream: 'grade/region/demo' })).length;

/** What the engine would record beside all this. */
async function grade(): Promise<void> {
  const grade = ['none', 'yellow', 'orange', 'red'][Math.floor(random() * 4)] ?? 'none';
  const data = {
    subject: { kind: 'region', id: 'demo' },
    grade,
    previous: 'none',
    reason: 'contiguous',
    cities: ['jia', 'yi', 'bing'],
  };
  const events = [{ type: 'grade.changed', at: clock.now(), data }];
  await ledger.append({
    appends: [{ stream: 'grade/region/demo', expectedVersion: region, events }],
    now: clock.now(),
  });
  region += 1;
  void coordination.follow();
}

if (options.again !== undefined) await give(options.again.order, options.again.key);
const people = new ProtocolPeople(coordination, random, () => clock.now());
say({ ready: true });
for (let count = 0; ; count += 1) {
  if (random() < 0.05) await grade();
  await give(people.next(), `run${options.run}-${count}`);
  await new Promise((resolve) => setTimeout(resolve, 2));
}
