import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Reading } from '../../domain/air/reading.ts';
import { InfluxTimeseries } from '../../store/influxdb/influx-timeseries.ts';
import { FuzzRandom } from '../fuzz/fuzz-random.ts';
import { describeWithService } from '../services/describe-with-service.ts';
import { freePort } from '../services/free-port.ts';
import { startInfluxdb } from '../services/influxdb.ts';
import type { LaunchedService } from '../services/launched-service.ts';
import { startMosquitto } from '../services/mosquitto.ts';
import { atOf, FedLogger, pm25Of } from './fed-logger.ts';
import { type Lianfang, lianfang } from './lianfang-process.ts';
import { spooledOnDisk } from './spooled-on-disk.ts';

/** Another one: FAULT_SEED=7 npx vitest run tests/acceptance/fault.test.ts */
const SEED = Number(process.env['FAULT_SEED'] ?? 20_261_122);
const KILLS_EACH = 3;
const STATIONS = ['jia-1', 'jia-2', 'bing-1', 'bing-2'];
const cityOf = (station: string) => station.slice(0, -2);
const FEED_EVERY_MS = 50;
const FEED_AT_ONCE = 5;

/** The demonstration's: nothing here depends on its rules. */
const AGREEMENT = fileURLToPath(new URL('../../config/demo/agreement.yaml', import.meta.url));

describeWithService(
  ['mosquitto', 'influxdb'],
  `we, broker and database are killed under load (FAULT_SEED=${SEED})`,
  () => {
    let folder = '';
    let mosquitto: LaunchedService;
    let influxd: LaunchedService;
    let house: Lianfang;
    let port = 0;
    let loggers: FedLogger[] = [];
    let store: InfluxTimeseries;

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'lianfang-fault-'));
      // Killed, this broker loses everything that it has acknowledged.
      [mosquitto, influxd] = await Promise.all([startMosquitto({ config: 'autosave_interval 3600' }), startInfluxdb()]);
      store = new InfluxTimeseries({ url: influxd.url, database: 'fault' });
      port = await freePort();
      const rows = STATIONS.map((id, n) => `${id},${id},${cityOf(id)},${113 + n},23`);
      writeFileSync(join(folder, 'stations.csv'), `station,name,city,lon,lat\n${rows.join('\n')}\n`);
      writeFileSync(
        join(folder, 'lianfang.yaml'),
        [
          `agreement: ${JSON.stringify(AGREEMENT)}`,
          'stations: stations.csv',
          `http: { port: ${port} }`,
          `mqtt: { url: "${mosquitto.url}" }`,
          `influxdb: { url: "${influxd.url}", database: fault }`,
        ].join('\n'),
      );
    });
    afterEach(async () => {
      await Promise.all(loggers.map((logger) => logger.kill()));
      await house.end('SIGKILL');
      await store.close();
      await Promise.all([mosquitto.stop(), influxd.stop()]);
      rmSync(folder, { recursive: true, force: true });
    });

    const serve = () => lianfang(['serve', '--config', join(folder, 'lianfang.yaml')]);
    const until = async (what: string, holds: () => Promise<boolean> | boolean, ms: number) => {
      const end = performance.now() + ms;
      while (!(await holds())) {
        if (performance.now() > end) {
          const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(String);
          const readiness = typeof answer === 'string' ? answer : await answer.text();
          throw new Error(`not within ${ms} ms: ${what}\n${readiness}\n${house.stderr().slice(-2_000)}`);
        }
        await delay(50);
      }
    };
    const ready = async () => (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))?.status === 200;
    const waitingInSpool = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => undefined);
      return Number(/^lianfang_spool_readings (\d+)$/m.exec((await answer?.text()) ?? '')?.[1] ?? 0);
    };
    const inDatabase = async (station: string): Promise<Reading[]> => {
      let found: Reading[] | undefined;
      const look = async () => {
        found = await store
          .read({ stations: [station], from: 0, to: Number.MAX_SAFE_INTEGER, limit: 100_000 })
          .catch(() => undefined);
        return found !== undefined;
      };
      await until('the database answers', look, 20_000);
      return found ?? [];
    };

    /** We are dead: what was confirmed to a logger must be in the database or on our disk. */
    async function checkpoint(): Promise<{ readonly confirmed: number; readonly inSpoolAlone: number }> {
      const spooled = spooledOnDisk(join(folder, 'data', 'spool'));
      let [confirmed, inSpoolAlone] = [0, 0];
      for (const logger of loggers) {
        const stored = new Set((await inDatabase(logger.station)).map(({ at }) => at));
        const onDisk = new Set(spooled.filter(({ station }) => station === logger.station).map(({ at }) => at));
        const numbers = logger.confirmed();
        expect(numbers.filter((seq) => !stored.has(atOf(seq)) && !onDisk.has(atOf(seq)))).toEqual([]);
        confirmed += numbers.length;
        inSpoolAlone += numbers.filter((seq) => !stored.has(atOf(seq))).length;
      }
      return { confirmed, inSpoolAlone };
    }

    it('[SPL-9] [LGR-1] what was confirmed is in database or spool at each death, and in the end every reading once', {
      timeout: 150_000,
    }, async () => {
      const random = new FuzzRandom(SEED);
      const pause = (from: number, to: number) => delay(from + random.below(to - from));
      house = serve();
      await until('ready', ready, 20_000);
      loggers = STATIONS.map((station) => {
        const buffer = join(folder, `${station}.jsonl`);
        return new FedLogger({ station, city: cityOf(station), mqtt: mosquitto.url, buffer });
      });
      const feeding = setInterval(() => {
        for (const logger of loggers) logger.feed(FEED_AT_ONCE);
      }, FEED_EVERY_MS);

      const [weDiedWithoutIt, weDiedWaiting] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const weAreBack = Promise.withResolvers<void>();
      let database: 'there' | 'away' | 'stalled' = 'there';
      const killBroker = async () => {
        for (let n = 0; n < KILLS_EACH; n++) {
          await pause(1_000, 6_000);
          await mosquitto.kill();
          await pause(100, 2_000);
          await mosquitto.restart();
        }
      };
      /** The second time it stays away until we have died without it; before the third it answers nothing until we have. */
      const killDatabase = async () => {
        for (let n = 0; n < KILLS_EACH; n++) {
          await pause(1_000, 6_000);
          if (n === 2) {
            // We must be back from our second death: without a database that answers we would not get ready.
            await weAreBack.promise;
            process.kill(influxd.pid, 'SIGSTOP');
            database = 'stalled';
            await weDiedWaiting.promise;
          }
          await influxd.kill();
          database = 'away';
          if (n === 1) await weDiedWithoutIt.promise;
          else await pause(100, 2_000);
          await influxd.restart();
          database = 'there';
        }
      };
      const deaths: Awaited<ReturnType<typeof checkpoint>>[] = [];
      const killUs = async () => {
        for (let n = 0; n < KILLS_EACH; n++) {
          await pause(1_000, 6_000);
          if (n === 1) {
            await until(
              'the spool takes over',
              async () => database === 'away' && (await waitingInSpool()) > 0,
              40_000,
            );
            // What is given to the loggers from now on can be nowhere else.
            const before = new Map(loggers.map((logger) => [logger, logger.fed]));
            const isConfirmed = (logger: FedLogger) => (logger.confirmed().at(-1) ?? 0) > (before.get(logger) ?? 0);
            await until('receipts come all the same', () => loggers.some(isConfirmed), 30_000);
          }
          if (n === 2) {
            await until('the database stalls', () => database === 'stalled', 40_000);
            // Less than the patience of the spool: nothing that comes now is anywhere yet.
            await pause(3_000, 4_500);
          }
          await house.end('SIGKILL');
          if (n === 1) weDiedWithoutIt.resolve();
          if (n === 2) weDiedWaiting.resolve();
          deaths.push(await checkpoint());
          house = serve();
          await until('ready again', ready, 60_000);
          if (n === 1) weAreBack.resolve();
        }
      };
      try {
        await Promise.all([killBroker(), killDatabase(), killUs()]);
      } finally {
        clearInterval(feeding);
      }
      for (const logger of loggers) logger.end();
      await until('all is confirmed', () => loggers.every(({ exit }) => exit?.code === 0), 60_000);
      // Otherwise nothing was at stake when we died.
      expect(deaths.at(-1)?.confirmed).toBeGreaterThan(0);
      expect(deaths[1]?.inSpoolAlone).toBeGreaterThan(0);

      const fed = loggers.reduce((sum, logger) => sum + logger.fed, 0);
      await until(
        'the spool is empty',
        async () => (await store.count({ from: 0, to: Number.MAX_SAFE_INTEGER })) >= fed,
        30_000,
      );
      for (const logger of loggers) {
        const stored = await inDatabase(logger.station);
        const sent = Array.from({ length: logger.fed }, (_, n) => [atOf(n + 1), pm25Of(n + 1)]);
        expect(stored.map(({ at, values }) => [at, values.pm25])).toEqual(sent);
      }
    });
  },
);
