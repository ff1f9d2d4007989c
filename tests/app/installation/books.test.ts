import { afterEach, describe, expect, it } from 'vitest';
import { BALANCE_STREAM } from '../../../app/installation/day-closing.ts';
import { describeWithService } from '../../services/describe-with-service.ts';
import type { LaunchedService } from '../../services/launched-service.ts';
import { startMosquitto } from '../../services/mosquitto.ts';
import { BASE, type Receipt, RunningHouse, STATION } from './running-house.ts';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-11-22T14:00:30+08:00');
const MINUTES = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const BALANCE = `/api/v1/stations/${STATION}/balance?from=2026-11-22&to=2026-11-22`;

interface StationBalance {
  readonly standing: {
    readonly status: { readonly text: string; readonly state: string | null } | null;
    readonly absentSince: string | null;
    readonly sequence: { readonly stored: number; readonly highest: number; readonly missing: unknown } | null;
  };
  readonly items: readonly { readonly received: number; readonly stored: number; readonly duplicate: number }[];
}

let house: RunningHouse;
let mosquitto: LaunchedService | undefined;
afterEach(async () => {
  await house.end();
  await mosquitto?.stop();
  mosquitto = undefined;
});

/** The newest word on the numbers. */
const stored = (heard: readonly Receipt[]) => heard.findLast((receipt) => receipt.stored !== undefined)?.stored;
const missing = (heard: readonly Receipt[]) => heard.findLast((receipt) => receipt.missing !== undefined);

function books(begin: () => Promise<RunningHouse>): void {
  it('[RCP-1] [RCP-4] a logger whose numbers 4 and 5 were lost hears so, sends them again, and hears that all are stored', async () => {
    house = await begin();
    const { heard, send, client } = await house.logger();
    await send(...MINUTES(1, 3), ...MINUTES(6, 10));
    await house.until(() => missing(heard));
    expect(heard).toEqual([{ stored: 3 }, { missing: [[4, 5]], upTo: 10 }]);
    await send(4, 5);
    await house.until(() => stored(heard) === 10);
    expect(heard.slice(2)).toEqual([{ stored: 10 }]);
    await client.endAsync(true);
    const { standing, items } = (await house.json(BALANCE)) as StationBalance;
    expect(standing.sequence).toMatchObject({ stored: 10, highest: 10, missing: [] });
    expect(items).toMatchObject([{ received: 10, stored: 10, missing: { opened: 2, filled: 2, open: 0 } }]);
  });

  it('[RCP-3] a repeat is booked as duplicate, tells the receipt again, and what is refused is told once, by its number', async () => {
    house = await begin();
    const { heard, send, client } = await house.logger();
    await send(1, 2);
    await house.until(() => stored(heard) === 2);
    await send(1, 2);
    await house.until(() => heard.filter((receipt) => receipt.stored === 2).length === 2);
    const wrong = { at: '2026-11-23T14:00:00Z', period: 60, seq: 3, values: { pm25: 1 } };
    await client.publishAsync(`${BASE}/readings`, JSON.stringify(wrong), { qos: 1 });
    await house.until(() => stored(heard) === 3);
    expect(heard.slice(2)).toMatchObject([{ refused: [{ seq: 3, code: 'future' }] }, { stored: 3 }]);
    await client.endAsync(true);
    const { items } = (await house.json(BALANCE)) as StationBalance;
    expect(items).toMatchObject([{ received: 5, stored: 2, duplicate: 2, refused: { future: 1 } }]);
    expect(await house.json('/api/v1/balance')).toMatchObject({ totals: { reporting: 1, received: 5, refused: 1 } });
  });

  it('[RCP-6] after a restart what is missing is asked for by itself, and what was sent meanwhile closes the gap', async () => {
    house = await begin();
    let logger = await house.logger({ clientId: 'logger' });
    await logger.send(1, 2, 5);
    await house.until(() => missing(logger.heard));
    await logger.client.endAsync();
    await house.stop();
    await house.start();
    logger = await house.logger({ clientId: 'logger' });
    await house.until(() => missing(logger.heard));
    expect(missing(logger.heard)).toEqual({ missing: [[3, 4]], upTo: 5 });
    await logger.send(3, 4, 5, 6);
    await house.until(() => stored(logger.heard) === 6);
    await logger.client.endAsync();
    const { items } = (await house.json(BALANCE)) as StationBalance;
    expect(items).toMatchObject([{ received: 7, stored: 6, duplicate: 1 }]);
  });

  it('[RCP-8] what was committed right before an orderly end is told before the end', async () => {
    house = await begin();
    const { heard, send, client } = await house.logger();
    await send(1, 2, 3);
    await expect.poll(() => house.metrics()).toMatch(/^lianfang_readings_stored_total 3$/m);
    // Not a moment has passed: the books are not saved yet.
    expect(heard).toEqual([]);
    await house.stop();
    await expect.poll(() => stored(heard), { timeout: 5_000 }).toBe(3);
    await client.endAsync(true);
  });

  it('[ABS-5] [ABS-7] its last words, and its last will, are in the balance of the station', async () => {
    house = await begin();
    const topic = `${BASE}/status`;
    const will = { topic, payload: Buffer.from('{"state":"offline"}'), qos: 1 as const, retain: true };
    const { client } = await house.logger({ will });
    const status = async () => ((await house.json(BALANCE)) as StationBalance).standing.status;
    expect(await status()).toBeNull();
    await client.publishAsync(topic, '{"state":"online"}', { qos: 1, retain: true });
    await house.until(async () => (await status())?.state === 'online');
    client.stream.destroy();
    await house.until(async () => (await status())?.state === 'offline');
    expect(await status()).toMatchObject({ text: '{"state":"offline"}' });
    // Whoever comes later hears it too.
    const { client: later, heard } = await house.logger();
    await later.subscribeAsync(topic, { qos: 1 });
    await house.until(() => heard.length > 0);
    expect(heard).toEqual([{ state: 'offline' }]);
    await later.endAsync(true);
  });

  it('[BAL-7] [ABS-8] the day is closed in the ledger once, also over a restart and a night that the program slept', async () => {
    house = await begin();
    const { heard, send, client } = await house.logger();
    await send(...MINUTES(831, 840));
    await house.until(() => stored(heard) === 840);
    await client.endAsync();
    expect(await house.metrics()).toMatch(/^lianfang_stations_never_reported (\d+)\n/m);
    const closed = async () => (await house.ledger(BALANCE_STREAM)).map(({ data, type }) => [type, data['day']]);
    await house.clock.pass(10 * HOUR_MS);
    expect(await closed()).toEqual([]);
    await house.clock.pass(600_000);
    await expect.poll(closed).toEqual([['balance.closed', '2026-11-22']]);
    const [event] = await house.ledger(BALANCE_STREAM);
    expect(event?.data).toMatchObject({ received: 10, stored: 10, reporting: 1, present: 10, expected: 1440 });
    const absent = Number(/^lianfang_stations_absent (\d+)$/m.exec(await house.metrics())?.[1]);
    const never = Number(/^lianfang_stations_never_reported (\d+)$/m.exec(await house.metrics())?.[1]);
    expect(absent - never).toBe(1);
    await house.stop();
    await house.start();
    expect(await closed()).toHaveLength(1);
    await house.stop();
    house.clock.advance(60 * HOUR_MS);
    await house.start();
    await expect
      .poll(async () => (await closed()).map(([, day]) => day))
      .toEqual(['2026-11-22', '2026-11-23', '2026-11-24']);
  });
}

describe('the books in the running house, own broker', () => {
  books(async () => {
    const started = new RunningHouse({ now: NOW });
    await started.start();
    return started;
  });
});

describeWithService('mosquitto', 'the books in the running house, Mosquitto', () => {
  books(async () => {
    mosquitto = await startMosquitto();
    const started = new RunningHouse({ now: NOW, mqtt: mosquitto.url });
    await started.start();
    return started;
  });
});
