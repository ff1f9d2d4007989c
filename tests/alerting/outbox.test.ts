import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Webhook } from '../../alerting/channels/webhook.ts';
import { Dispatcher } from '../../alerting/outbox/dispatcher.ts';
import { nextDelayMs } from '../../alerting/outbox/retry-schedule.ts';
import { SqliteLedger } from '../../store/sqlite/sqlite-ledger.ts';
import { ManualClock } from '../clock/manual-clock.ts';

interface Post {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver that answers what it is told to. */
class Receiver {
  readonly posts: Post[] = [];
  answer: (post: Post) => { status: number; headers?: Record<string, string> } = () => ({ status: 204 });
  readonly #server: Server;
  #url = '';

  constructor() {
    this.#server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const post = { path: request.url ?? '', headers: request.headers, body };
      this.posts.push(post);
      const { status, headers } = this.answer(post);
      response.writeHead(status, headers).end();
    });
  }

  get url(): string {
    return this.#url;
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const ledgers: SqliteLedger[] = [];
const receivers: Receiver[] = [];
afterEach(async () => {
  for (const receiver of receivers.splice(0)) receiver.close();
  for (const ledger of ledgers.splice(0)) await ledger.close();
});

async function setUp(channels: readonly string[]) {
  const receiver = await new Receiver().listen();
  receivers.push(receiver);
  const clock = new ManualClock(1_000_000);
  const ledger = SqliteLedger.open({ path: ':memory:' });
  ledgers.push(ledger);
  const failures: string[] = [];
  const dispatcher = new Dispatcher({
    outbox: ledger,
    channels: new Map(
      channels.map((name) => [
        name,
        new Webhook({ url: `${receiver.url}/${name}`, token: 'secret', timeoutMs: 2_000 }),
      ]),
    ),
    clock,
    random: () => 0.5,
    retries: { firstMs: 1_000, longestMs: 8_000, attempts: 4 },
    onFailure: ({ idempotencyKey }, reason, final) =>
      failures.push(`${idempotencyKey} ${reason}${final ? ' final' : ''}`),
  });
  let version = 0;
  const give = async (channel: string, key: string) => {
    await ledger.append({
      appends: [{ stream: 's', expectedVersion: version, events: [{ type: 't', at: 1, data: {} }] }],
      deliveries: [{ channel, idempotencyKey: key, payload: { key } }],
      now: clock.now(),
    });
    version += 1;
    dispatcher.wake();
  };
  return { receiver, clock, ledger, dispatcher, failures, give };
}

/** Until the condition holds, looking again after every turn of the loop, for at most some seconds. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 20_000; turn += 1) {
    if (await condition()) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  throw new Error('it never came about');
}

describe('outbox', () => {
  it('posts JSON with the idempotency key and the token, once', async () => {
    const { receiver, ledger, give, dispatcher } = await setUp(['w']);
    await give('w', 'k1');
    await until(async () => (await ledger.totals()).sent === 1);
    dispatcher.wake();
    await dispatcher.stop();
    expect(receiver.posts).toHaveLength(1);
    expect(receiver.posts[0]).toMatchObject({
      path: '/w',
      body: '{"key":"k1"}',
      headers: {
        'idempotency-key': 'k1',
        authorization: 'Bearer secret',
        'content-type': 'application/json; charset=utf-8',
      },
    });
  });

  it('[ALE-4] tries again with growing pauses until the receiver takes it', async () => {
    const { receiver, ledger, give, clock, failures, dispatcher } = await setUp(['w']);
    receiver.answer = () => ({ status: receiver.posts.length < 3 ? 503 : 200 });
    await give('w', 'k1');
    await until(() => failures.length === 1);
    await until(async () => (await ledger.nextDueAt()) === 1_001_000);
    await until(() => clock.waiting > 0);
    await clock.pass(1_000);
    await until(() => failures.length === 2);
    await until(async () => (await ledger.nextDueAt()) === 1_003_000);
    await until(() => clock.waiting > 0);
    await clock.pass(2_000);
    await until(async () => (await ledger.totals()).sent === 1);
    expect(failures).toEqual(['k1 HTTP 503 Service Unavailable', 'k1 HTTP 503 Service Unavailable']);
    await dispatcher.stop();
  });

  it('[ALE-4] keeps a notice that nobody takes as dead', async () => {
    const { receiver, ledger, give, failures, dispatcher } = await setUp(['w']);
    receiver.answer = () => ({ status: 410 });
    await give('w', 'k1');
    await until(async () => (await ledger.totals()).dead === 1);
    expect(failures).toEqual(['k1 HTTP 410 Gone final']);
    await give('nobody', 'k2');
    await until(async () => (await ledger.totals()).dead === 2);
    await dispatcher.stop();
  });

  it('waits as long as the receiver asks', async () => {
    const { receiver, ledger, give, dispatcher } = await setUp(['w']);
    receiver.answer = () => ({ status: 429, headers: { 'retry-after': '5' } });
    await give('w', 'k1');
    await until(async () => (await ledger.nextDueAt()) === 1_005_000);
    await dispatcher.stop();
  });

  it('a dead channel does not hold up another', async () => {
    const { receiver, ledger, give, dispatcher } = await setUp(['dead', 'live']);
    receiver.answer = ({ path }) => ({ status: path === '/dead' ? 500 : 200 });
    for (let n = 0; n < 5; n += 1) await give('dead', `d${n}`);
    for (let n = 0; n < 5; n += 1) await give('live', `l${n}`);
    await until(async () => (await ledger.totals()).sent === 5);
    expect(receiver.posts.filter(({ path }) => path === '/live').map(({ body }) => JSON.parse(body).key)).toEqual([
      'l0',
      'l1',
      'l2',
      'l3',
      'l4',
    ]);
    await dispatcher.stop();
  });

  it('does not carry the token to where a redirect points', async () => {
    const { receiver, give, failures, dispatcher } = await setUp(['w']);
    receiver.answer = () => ({ status: 302, headers: { location: '/elsewhere' } });
    await give('w', 'k1');
    await until(() => failures.length === 1);
    expect(receiver.posts.map(({ path }) => path)).toEqual(['/w']);
    await dispatcher.stop();
  });

  it('doubles the pause up to the longest and then gives up', () => {
    const schedule = { firstMs: 1_000, longestMs: 5_000, attempts: 5 };
    expect([1, 2, 3, 4, 5].map((failed) => nextDelayMs(schedule, failed, 0.5))).toEqual([
      1_000,
      2_000,
      4_000,
      5_000,
      undefined,
    ]);
  });

  it('a pile for a dead channel does not stand before the notice of another', async () => {
    const { receiver, ledger, give, dispatcher } = await setUp(['dead', 'live']);
    receiver.answer = ({ path }) => ({ status: path === '/dead' ? 500 : 200 });
    await ledger.append({
      appends: [],
      deliveries: Array.from({ length: 700 }, (_, n) => ({ channel: 'dead', idempotencyKey: `d${n}`, payload: {} })),
      now: 1,
    });
    await give('live', 'l');
    await until(async () => (await ledger.totals()).sent === 1);
    expect(receiver.posts.filter(({ path }) => path === '/dead').length).toBeLessThan(20);
    await dispatcher.stop();
  });

  it('carries Chinese ids in the idempotency key, percent-encoded', async () => {
    const { receiver, ledger, give, dispatcher } = await setUp(['w']);
    await give('w', 'webhook:w|alert.raised|city:北京');
    await until(async () => (await ledger.totals()).sent === 1);
    expect(decodeURIComponent(String(receiver.posts[0]?.headers['idempotency-key']))).toContain('北京');
    await dispatcher.stop();
  });

  it.each(['1.0005', '1e300', '-1', 'soon', '99999999'])(
    'a Retry-After of %s is no reason to try for ever or never',
    async (after) => {
      const { receiver, ledger, give, dispatcher, failures } = await setUp(['w']);
      receiver.answer = () => ({ status: 503, headers: { 'retry-after': after } });
      await give('w', 'k');
      await until(() => failures.length > 0);
      await until(async () => ((await ledger.nextDueAt()) ?? 0) > 1_000_000);
      expect(await ledger.nextDueAt()).toBeLessThanOrEqual(1_008_000);
      await dispatcher.stop();
    },
  );
});
