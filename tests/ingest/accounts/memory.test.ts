import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { DayNames } from '../../../ingest/accounts/day-names.ts';
import { StationEntry } from '../../../ingest/accounts/station-entry.ts';

const STATIONS = 1_000;
const MOST_BYTES = 2_048;

it('[SEQ-4] a station costs at most 2 KB of memory, also with as many gaps as are kept', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const entries: StationEntry[] = [];
  const days = new DayNames();
  const before = heap();
  for (let n = 0; n < STATIONS; n++) {
    const entry = new StationEntry({ station: `station-${n}`, city: 'qingyuan' });
    // 5e9: numbers beyond 31 bits cost the most.
    for (let k = 0; k < 65; k++) {
      const at = 1_795_000_000_000 + k * 60_000;
      entry.committed(
        { station: `station-${n}`, city: 'qingyuan', at, periodS: 60, seq: 5e9 + 3 * k, values: {}, flags: {} },
        { fate: 'new', late: false, receivedAt: at },
        days,
      );
    }
    entry.status({ text: `online ${n}`, at: 1_795_000_000_000 }, { retained: false });
    entry.receipts(entry.account, 1_795_000_000_000);
    entries.push(entry);
  }
  const bytesEach = (heap() - before) / entries.length;
  expect(entries[0]?.account.sequence?.missing).toHaveLength(128);
  expect(bytesEach).toBeGreaterThan(500);
  expect(bytesEach).toBeLessThanOrEqual(MOST_BYTES);
});
