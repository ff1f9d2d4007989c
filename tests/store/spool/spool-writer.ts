// Writes without end through a spool over SQLite that fails and recovers by turns; one line with the number of the write on
// stdout for each that was acknowledged. Arguments: folder of the spool, SQLite file, first number.
import { writeSync } from 'node:fs';
import { systemClock } from '../../../app/clock/system-clock.ts';
import { SpooledTimeseries } from '../../../store/spool/spooled-timeseries.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { FailingStore, type Mode } from './failing-store.ts';
import { numberedBatch } from './numbered-batch.ts';

const TURN_MS = 120;
const TURNS: readonly Mode[] = ['down', 'up', 'lost', 'up'];

const [folder = '', path = '', first = '1'] = process.argv.slice(2);
const store = new FailingStore(SqliteTimeseries.open({ path }));
const startedAt = Date.now();
const turn = () => {
  store.mode = TURNS[Math.floor((Date.now() - startedAt) / TURN_MS) % TURNS.length] ?? 'up';
};
turn();
const spooled = await SpooledTimeseries.open({
  store,
  folder,
  clock: systemClock,
  minFreeBytes: 0,
  segmentBytes: 20_000,
  maxDrainReadings: 200,
});
for (let number = Number(first); ; number++) {
  turn();
  await spooled.write(numberedBatch(number));
  writeSync(1, `${number}\n`);
}
