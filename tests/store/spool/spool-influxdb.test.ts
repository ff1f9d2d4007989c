import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../app/clock/system-clock.ts';
import type { Reading } from '../../../domain/air/reading.ts';
import { InfluxTimeseries } from '../../../store/influxdb/influx-timeseries.ts';
import { SpooledTimeseries } from '../../../store/spool/spooled-timeseries.ts';
import { reading } from '../../contract/timeseries-contract.ts';
import { describeWithService } from '../../services/describe-with-service.ts';
import { startInfluxdb } from '../../services/influxdb.ts';
import { newTemporaryFolder } from './open-bench.ts';

const EVERYTHING = { from: 0, to: Number.MAX_SAFE_INTEGER };
const PATIENCE = { timeout: 20_000, interval: 20 };

const batch = (number: number): Reading[] => [
  ...Array.from({ length: 200 }, (_, n) => reading({ station: `s${n}`, at: number * 1_000, seq: number })),
  reading({ station: 'newest', at: 0, seq: number }),
];

describeWithService('influxdb', 'SpooledTimeseries over InfluxDB 1.6.7', () => {
  async function open() {
    const influxd = await startInfluxdb();
    onTestFinished(() => influxd.stop());
    const store = new InfluxTimeseries({ url: influxd.url, database: 'air' });
    const folder = newTemporaryFolder();
    const spooled = await SpooledTimeseries.open({ store, folder, clock: systemClock, slowMs: 300, minFreeBytes: 0 });
    onTestFinished(() => spooled.close());
    const newest = async () => (await spooled.read({ from: 0, to: 1, limit: 1 }))[0]?.seq;
    const isEmpty = () => expect.poll(() => spooled.status().bytes, PATIENCE).toBe(0);
    return { influxd, spooled, newest, isEmpty };
  }

  it('[SPL-2] [SPL-5] acknowledges while InfluxDB is killed and started again, and loses nothing', async () => {
    const { influxd, spooled, newest, isEmpty } = await open();
    let number = 0;
    for (let kills = 0; kills < 3; kills++) {
      for (let n = 0; n < 10; n++) await spooled.write(batch(++number));
      // Under way while the server dies.
      const written = spooled.write(batch(++number));
      await influxd.kill();
      await written;
      for (let n = 0; n < 30; n++) await spooled.write(batch(++number));
      expect(spooled.status().readings).toBeGreaterThanOrEqual(30 * 201);
      await spooled.ready();
      await influxd.restart();
      await spooled.write(batch(++number));
      await isEmpty();
      expect(await newest()).toBe(number);
    }
    expect(await spooled.count(EVERYTHING)).toBe(number * 200 + 1);
  });

  it('[SPL-3] acknowledges while InfluxDB stands still, and what it does late does not undo what is newer', async () => {
    const { influxd, spooled, newest, isEmpty } = await open();
    await spooled.write(batch(1));
    process.kill(influxd.pid, 'SIGSTOP');
    for (let number = 2; number <= 20; number++) await spooled.write(batch(number));
    expect(spooled.status().lastError).toContain('not answered within 300 ms');
    process.kill(influxd.pid, 'SIGCONT');
    await isEmpty();
    expect(await newest()).toBe(20);
    expect(await spooled.count(EVERYTHING)).toBe(20 * 200 + 1);
  });
});
