import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../app/clock/system-clock.ts';
import { Counters } from '../../../ingest/counters.ts';
import { Hj212Gateway, type Hj212GatewayOptions } from '../../../ingest/hj212/gateway.ts';
import { LinkBook } from '../../../ingest/hj212/link-book.ts';
import { Pipeline } from '../../../ingest/pipeline.ts';
import { StationRegistry } from '../../../ingest/registry.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { GatedTimeseries } from '../gated-timeseries.ts';
import { NOW, quiet, station } from '../samples.ts';
import { Device } from './device.ts';
import { FRAMES, frame } from './frames.ts';
import { CERTIFICATE, PRIVATE_KEY } from './localhost-certificate.ts';

const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER };
const until = <T>(condition: () => T) => vi.waitUntil(condition, { timeout: 10_000, interval: 5 });

describe('Hj212Gateway', () => {
  let store: GatedTimeseries;
  let counters: Counters;
  let clock: ManualClock;
  let gateway: Hj212Gateway;
  let port: number;
  const devices: Device[] = [];

  beforeEach(() => begin());
  afterEach(() => end());

  async function begin(options: Partial<Hj212GatewayOptions> & { readonly maxMessages?: number } = {}) {
    const { maxMessages = 1_000, ...rest } = options;
    store = new GatedTimeseries(SqliteTimeseries.open({ path: ':memory:' }));
    counters = new Counters();
    clock = new ManualClock(NOW);
    const stations = new StationRegistry([station()]);
    // The pipeline's own clock is the real one: its retries and closing are not what is looked at here.
    const pipeline = new Pipeline({ store, registry: stations, clock: systemClock, counters, log: quiet, maxMessages });
    const links = new LinkBook([{ mn: 'MN1', station: 'S1', password: '123456' }]);
    gateway = new Hj212Gateway({ port: 0, links, stations, pipeline, clock, log: quiet, ...rest });
    ({ port } = await gateway.start());
  }
  async function end() {
    store.open();
    for (const device of devices.splice(0)) device.socket.destroy();
    await gateway.close();
    await store.close();
  }
  async function join(options: Parameters<typeof Device.connect>[1] = {}): Promise<Device> {
    const device = await Device.connect(port, options);
    devices.push(device);
    return device;
  }
  const hour = (n: number) =>
    frame({ qn: `2026112214000${n}000`, content: `DataTime=202611220${n}0000;a34004-Avg=${n}` });

  it('[HJ-16] sends 9014 only after the commit, and in the order of the messages', async () => {
    store.shut = true;
    const device = await join();
    device.send(hour(1) + hour(2));
    await until(() => store.writes.length === 1);
    expect(gateway.counters.framesReceived).toBe(2);
    // Notices need no commit: this answer proves that the connection is alive and the others are withheld.
    device.send(frame({ cn: '9015', content: '' }));
    await until(() => device.frames.length === 1);
    expect(device.frames[0]).toContain('CN=9013;');
    expect(await store.count(EVER)).toBe(0);

    store.open();
    await until(() => device.frames.length === 3);
    expect(device.frames.slice(1).map((text) => text.slice(0, 20))).toEqual([
      'QN=20261122140001000',
      'QN=20261122140002000',
    ]);
    expect(await store.count(EVER)).toBe(2);
    expect(gateway.counters.dataAcknowledged).toBe(2);
  });

  it('[HJ-16] sends no 9014 for what the store could not take before the end', async () => {
    store.shut = true;
    const device = await join();
    device.send(hour(1));
    await until(() => store.writes.length === 1);
    await gateway.close();
    await device.closed;
    expect(device.frames).toEqual([]);
    expect(gateway.counters.cut.shutdown).toBe(1);
  });

  it('[HJ-18] counts refusals by their code, and takes the next good frame', async () => {
    const device = await join();
    device.send(`noise${FRAMES.S}${frame({ pw: '000000' })}${frame({ mn: 'X' })}${FRAMES.A.slice(0, 100)}${hour(1)}`);
    await until(() => device.frames.some((text) => text.endsWith('CP=&&&&')));
    const { refused } = counters;
    expect([refused.bad_frame, refused.unknown_mn, refused.wrong_password]).toEqual([2, 2, 1]);
    expect(await store.count(EVER)).toBe(1);
  });

  it('[HJ-19] sets the clock of a device that asks for it, and hears that it is done', async () => {
    const device = await join();
    device.send(frame({ cn: '1013', content: 'PolId=w01018' }));
    await until(() => device.frames.length === 2);
    const qn = /QN=(\d+)/.exec(device.frames[1] ?? '')?.[1] ?? '';
    device.send(frame({ qn, st: '91', cn: '9011', flag: 4, content: 'QnRtn=1' }));
    device.send(frame({ qn, st: '91', cn: '9012', flag: 4, content: 'ExeRtn=1' }));
    await until(() => gateway.counters.requestsDone === 1);
  });

  it('[HJ-21] asks a device on somebody’s behalf and resolves with its answer', async () => {
    expect(await gateway.ask('MN1', '1011')).toBeUndefined();
    const device = await join();
    device.send(hour(1));
    await until(() => device.frames.length === 1);
    const asked = gateway.ask('MN1', '1061');
    await until(() => device.frames.length === 2);
    const qn = /QN=(\d+)/.exec(device.frames[1] ?? '')?.[1] ?? '';
    expect(device.frames[1]).toContain('ST=22;CN=1061;PW=123456;MN=MN1;Flag=5;CP=&&&&');
    device.send(frame({ qn, st: '91', cn: '9011', flag: 4, content: 'QnRtn=2' }));
    expect(await asked).toEqual({ kind: 'refused', qnRtn: 2 });

    const unanswered = gateway.ask('MN1', '1061');
    await until(() => device.frames.length === 3);
    for (let second = 0; second < 40; second++) clock.advance(1_000);
    expect(await unanswered).toEqual({ kind: 'timed_out' });
    await until(() => device.frames.length === 6);

    const cutOff = gateway.ask('MN1', '1061');
    device.socket.destroy();
    expect(await cutOff).toEqual({ kind: 'timed_out' });
  });

  it('[HJ-14] acknowledges a part whose rest does not come', async () => {
    const device = await join();
    device.send(frame({ part: [1, 2], flag: 7 }));
    await until(() => gateway.counters.framesReceived === 1);
    expect(store.writes).toEqual([]);
    clock.advance(3_000);
    await until(() => device.frames.length === 1);
    expect(await store.count(EVER)).toBe(1);
  });

  it('[HJ-15] stores a part that waits when its device goes away', async () => {
    const device = await join();
    device.send(frame({ part: [1, 2], flag: 6 }));
    await until(() => gateway.counters.framesReceived === 1);
    device.socket.destroy();
    await until(() => store.writes.length === 1);
    await vi.waitUntil(async () => (await store.count(EVER)) === 1, { timeout: 5_000, interval: 5 });
  });

  it('[HJ-22] cuts the silent, the unknown and the noisy', async () => {
    const known = await join();
    known.send(hour(1));
    await until(() => known.frames.length === 1);
    const stranger = await join();
    const noisy = await join();
    await until(() => gateway.counters.connections === 3);
    noisy.send('x'.repeat(70_000));
    await noisy.closed;
    clock.advance(600_000);
    await stranger.closed;
    expect(gateway.counters.cut).toMatchObject({ rubbish: 1, never_known: 1, idle: 0 });
    clock.advance(7_200_000);
    await known.closed;
    await until(() => gateway.counters.connections === 0);
    expect(gateway.counters.cut.idle).toBe(1);
  });

  it('[HJ-25] reads no more from a device while the pipeline is full, and nothing is lost', async () => {
    await end();
    await begin({ maxMessages: 5 });
    store.shut = true;
    const device = await join();
    const silent = await join();
    let sent = '';
    for (let n = 0; n < 3_000; n++) {
      const minute = String(n % 60).padStart(2, '0');
      const time = `2026110${1 + Math.floor(n / 1_440)}${String(Math.floor(n / 60) % 24).padStart(2, '0')}${minute}00`;
      sent += frame({ cn: '2011', content: `DataTime=${time};a34004-Rtd=${n}` });
    }
    device.send(sent);
    await until(() => gateway.counters.pauses === 1);
    const before = gateway.counters.framesReceived;
    expect(before).toBeLessThan(3_000);
    // Whoever is not read from cannot be late.
    clock.advance(7_200_000);
    await silent.closed;
    await until(() => gateway.counters.connections === 1);
    expect(gateway.counters.framesReceived).toBe(before);
    store.open();
    await until(() => device.frames.length === 3_000);
    expect(await store.count(EVER)).toBe(3_000);
  });

  it('[HJ-22] stops reading from a device that does not read its answers, and cuts it after a minute', async () => {
    const device = await join();
    device.socket.pause();
    const heartbeats = frame({ cn: '9015', content: '' }).repeat(2_000);
    for (let i = 0; i < 200; i++) device.send(heartbeats);
    // What both kernels buffer is theirs; then it stands still.
    let seen = -1;
    await vi.waitUntil(
      () => {
        const still = gateway.counters.framesReceived > 0 && gateway.counters.framesReceived === seen;
        seen = gateway.counters.framesReceived;
        return still;
      },
      { timeout: 20_000, interval: 300 },
    );
    expect(seen).toBeLessThan(400_000);
    for (let second = 0; second < 62; second++) clock.advance(1_000);
    expect(gateway.counters.cut.does_not_read).toBe(1);
    await until(() => gateway.counters.connections === 0);
  });

  it('[HJ-26] turns away what is beyond the limit, and takes another one when there is room', async () => {
    await end();
    await begin({ maxConnections: 2 });
    const [first] = [await join(), await join()];
    await until(() => gateway.counters.connections === 2);
    const third = connect(port, '127.0.0.1');
    await once(third, 'close');
    expect(gateway.counters.connectionsRefused).toBe(1);
    first?.socket.destroy();
    await until(() => gateway.counters.connections === 1);
    const fourth = await join();
    fourth.send(hour(1));
    await until(() => fourth.frames.length === 1);
  });

  it('[HJ-27] speaks TLS, and nothing else then', async () => {
    await end();
    await begin({ tls: { key: PRIVATE_KEY, cert: CERTIFICATE } });
    const device = await join({ ca: CERTIFICATE });
    device.send(hour(1));
    await until(() => device.frames.length === 1);
    expect(await store.count(EVER)).toBe(1);
    const plain = await join();
    plain.send(hour(2));
    await plain.closed;
    expect(plain.frames).toEqual([]);
    expect(gateway.counters.framesReceived).toBe(1);
  });

  it('[HJ-28] answers a device that has shut its sending side', async () => {
    store.shut = true;
    const device = await join();
    device.socket.end(hour(1) + hour(2));
    await until(() => store.writes.length === 1);
    store.open();
    await device.closed;
    expect(device.frames).toHaveLength(2);
  });

  it('says why it cannot start', async () => {
    const stations = new StationRegistry([]);
    const pipeline = new Pipeline({ store, registry: stations, clock, counters, log: quiet });
    const second = new Hj212Gateway({ port, links: new LinkBook([]), stations, pipeline, clock, log: quiet });
    await expect(second.start()).rejects.toThrow('EADDRINUSE');
    await second.close();
  });
});
