import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Reading } from '../../../domain/air/reading.ts';
import { InfluxTimeseries } from '../../../store/influxdb/influx-timeseries.ts';
import { StoreMisconfigured, StoreRejected, StoreUnavailable } from '../../../store/timeseries.ts';
import { reading, timeseriesContract } from '../../contract/timeseries-contract.ts';
import { describeWithService } from '../../services/describe-with-service.ts';
import { freePort } from '../../services/free-port.ts';
import { startInfluxdb } from '../../services/influxdb.ts';
import type { LaunchedService } from '../../services/launched-service.ts';

const EVERYTHING = { from: 0, to: Number.MAX_SAFE_INTEGER };

let databases = 0;
const newDatabase = () => `db ${databases++}`;

describeWithService('influxdb', 'InfluxTimeseries on InfluxDB 1.6.7', () => {
  let influxd: LaunchedService;

  beforeAll(async () => {
    influxd = await startInfluxdb();
  });

  afterAll(() => influxd.stop());

  const open = async (options: { readonly batchLines?: number } = {}) =>
    new InfluxTimeseries({ url: influxd.url, database: newDatabase(), ...options });

  describe('in one request', () => {
    timeseriesContract(open, { propertyRuns: 12 });
  });

  describe('in requests of 7 lines', () => {
    timeseriesContract(() => open({ batchLines: 7 }), { propertyRuns: 4 });
  });

  it('names the poison lines that only the server can see and stores all others', async () => {
    const database = newDatabase();
    const store = new InfluxTimeseries({ url: influxd.url, database });
    await store.ready();
    // Somebody else wrote integers into a field of ours: every float in it conflicts (in the same week, as 1.x checks by shard).
    await writeRaw(database, `readings,city=x,period=60,station=x no2=1i ${reading().at}`);
    const readings = Array.from({ length: 100 }, (_, n) =>
      reading({ station: `s${100 + n}`, values: n % 33 === 5 ? { no2: 4 } : { pm25: n } }),
    );
    const error = await store.write(readings).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreRejected);
    const { rejected } = error as StoreRejected;
    expect(rejected.map((one) => one.reading.station)).toEqual(['s105', 's138', 's171']);
    expect(rejected[0]?.reason).toContain('field type conflict');
    const stations = readings.filter((one) => one.values.no2 === undefined).map((one) => one.station);
    const stored = (await store.read({ ...EVERYTHING, limit: 1_000 })).map((one) => one.station);
    expect(stored.filter((station) => station !== 'x')).toEqual(stations);
    await store.close();
  });

  it('splits a body that is too large for the server', async () => {
    const store = await open({ batchLines: 1_000_000 });
    const station = 'x'.repeat(1_000);
    const readings = Array.from({ length: 30_000 }, (_, at) => reading({ at, station }));
    await store.write(readings);
    expect(await store.count(EVERYTHING)).toBe(30_000);
    await store.close();
  });

  it('reads a reading that was sent again after its station moved to another city once', async () => {
    const store = await open();
    await store.write([reading({ city: 'a' }), reading({ station: 's2', city: 'a' })]);
    await store.write([reading({ city: 'b' })]);
    for (const limit of [1, 2, 3]) {
      const stations = (await store.read({ ...EVERYTHING, limit })).map((one) => one.station);
      expect(stations).toEqual(['s1', 's2'].slice(0, limit));
    }
    await store.close();
  });

  it('creates its database again when somebody dropped it: one write is refused, the next is stored', async () => {
    const database = newDatabase();
    const store = new InfluxTimeseries({ url: influxd.url, database });
    await store.write([reading()]);
    await statement(influxd, `DROP DATABASE "${database}"`);
    await expect(store.write([reading()])).rejects.toBeInstanceOf(StoreMisconfigured);
    await store.write([reading()]);
    expect(await store.count(EVERYTHING)).toBe(1);
    await store.close();
  });

  async function writeRaw(database: string, line: string): Promise<void> {
    const answer = await fetch(`${influxd.url}/write?${new URLSearchParams({ db: database, precision: 'ms' })}`, {
      method: 'POST',
      body: line,
    });
    expect(answer.status).toBe(204);
  }
});

describeWithService('influxdb', 'InfluxTimeseries when InfluxDB goes away', () => {
  it('rejects with StoreUnavailable while it is dead; the same batches succeed later and nothing is lost', async () => {
    const influxd = await startInfluxdb();
    onTestFinished(() => influxd.stop());
    const store = new InfluxTimeseries({ url: influxd.url, database: 'air' });
    const batch = (number: number): Reading[] =>
      Array.from({ length: 200 }, (_, n) => reading({ station: `s${n}`, at: number * 1_000, seq: number }));
    await store.write(batch(1));
    let unavailable = 0;
    for (let number = 2; number <= 6; number++) {
      // Killed while the batch is under way: acknowledged or rejected, never neither.
      const written = store.write(batch(number)).then(
        () => true,
        (error: unknown) => {
          expect(error).toBeInstanceOf(StoreUnavailable);
          return false;
        },
      );
      await influxd.kill();
      if (!(await written)) unavailable++;
      await expect(store.ready()).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(store.write(batch(number))).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(store.read({ ...EVERYTHING, limit: 1 })).rejects.toBeInstanceOf(StoreUnavailable);
      await influxd.restart();
      if (unavailable > 0) await store.write(batch(number));
      unavailable = 0;
    }
    await store.ready();
    expect(await store.count(EVERYTHING)).toBe(6 * 200);
    await store.close();
  });

  it('may be started before it', async () => {
    const port = await freePort();
    const store = new InfluxTimeseries({ url: `http://127.0.0.1:${port}`, database: 'air' });
    await expect(store.write([reading()])).rejects.toBeInstanceOf(StoreUnavailable);
    const influxd = await startInfluxdb({ port });
    onTestFinished(() => influxd.stop());
    await store.write([reading()]);
    expect(await store.count(EVERYTHING)).toBe(1);
    await store.close();
  });
});

describeWithService('influxdb', 'InfluxTimeseries with users', () => {
  it('says what to repair when the credentials are wrong, and works with the right ones', async () => {
    const influxd = await startInfluxdb({ auth: true });
    onTestFinished(() => influxd.stop());
    await statement(influxd, "CREATE USER admin WITH PASSWORD 'se cret:' WITH ALL PRIVILEGES");
    const wrong = new InfluxTimeseries({ url: influxd.url, database: 'air', username: 'admin', password: 'x' });
    const none = new InfluxTimeseries({ url: influxd.url, database: 'air' });
    for (const store of [wrong, none]) {
      const error: unknown = await store.write([reading()]).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StoreMisconfigured);
      expect(error).toBeInstanceOf(StoreUnavailable);
      expect(String(error)).toContain('check token');
      await store.close();
    }
    const right = new InfluxTimeseries({ url: influxd.url, database: 'air', username: 'admin', password: 'se cret:' });
    await right.write([reading()]);
    expect(await right.count(EVERYTHING)).toBe(1);
    await right.close();
  });
});

/** InfluxDB sends its headers before it begins: only the body says that it is done. */
async function statement(influxd: LaunchedService, text: string): Promise<void> {
  const answer = await fetch(`${influxd.url}/query?q=${encodeURIComponent(text)}`, { method: 'POST' });
  expect(await answer.text()).not.toContain('error');
}
