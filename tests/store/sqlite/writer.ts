// Writes without end, one line with the number of the write on stdout for each that the store acknowledged.
import { writeSync } from 'node:fs';
import { SqliteLedger } from '../../../store/sqlite/sqlite-ledger.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';

const [kind, path = ''] = process.argv.slice(2);
const write = kind === 'ledger' ? ledgerWriter() : timeseriesWriter();

for (let number = 1; ; number++) {
  await write(number);
  writeSync(1, `${number}\n`);
}

function timeseriesWriter(): (number: number) => Promise<void> {
  const store = SqliteTimeseries.open({ path });
  return (number) =>
    store.write(
      Array.from({ length: 50 }, (_, n) => ({
        station: `s${n}`,
        city: 'c',
        at: number * 1_000,
        periodS: 60,
        values: { pm25: n },
        flags: {},
      })),
    );
}

function ledgerWriter(): (number: number) => Promise<void> {
  const ledger = SqliteLedger.open({ path });
  return async (number) => {
    await ledger.append({
      appends: [
        { stream: 'a', expectedVersion: number - 1, events: [{ type: 'x.done', at: number, data: { number } }] },
      ],
      deliveries: [{ channel: 'log', idempotencyKey: `k${number}`, payload: {} }],
      now: number,
    });
  };
}
