import { describe, expect, it } from 'vitest';
import { FateDesk } from '../../../ingest/fates/fate-desk.ts';
import { SqliteArrivals } from '../../../store/sqlite/sqlite-arrivals.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { Notebook } from '../fates/fate-rig.ts';
import { message, NOW, quiet } from '../samples.ts';
import { pushRig } from './push-rig.ts';

describe('what a push is told of repeated readings', () => {
  it('[LAT-1] [LAT-2] [LAT-10] all of them are stored, with their fate; refusals go into the books of their station', async () => {
    const store = SqliteTimeseries.open({ path: ':memory:' });
    const arrivals = SqliteArrivals.open({ path: ':memory:' });
    const fates = new FateDesk({ store, arrivals, clock: new ManualClock(NOW), log: quiet, lateAfterMs: 1e9 });
    const witness = new Notebook();
    const { push } = pushRig({ pipeline: { store, fates, witness } });
    const item = (pm25: number, station = 'S1') => ({ ...message({ values: { pm25 } }), station });
    const pushed = await push([item(1), item(1), item(2), item(1, 'S2'), { station: 'S2' }, item(1, 'S3')]);
    const items = pushed.outcome === 'committed' ? pushed.answer.items : [];
    expect(pushed).toMatchObject({ answer: { stored: 4, refused: 2 } });
    expect(items.map(({ status, fate }) => [status, fate])).toEqual([
      ['stored', undefined],
      ['stored', 'duplicate'],
      ['stored', 'revised'],
      ['stored', undefined],
      ['refused', undefined],
      ['refused', undefined],
    ]);
    expect(witness.refusals.map(({ station, refusal }) => [station, refusal.code])).toEqual([['S2', 'missing_field']]);
    expect(JSON.stringify(items)).not.toContain('"station"');
  });

  it('[BAL-1] what is no reading at all goes into the books of the one station of the token', async () => {
    const witness = new Notebook();
    const { push } = pushRig({ pipeline: { witness } });
    const pushed = await push([1, null, [], {}], { stations: ['S1'] });
    expect(pushed).toMatchObject({ answer: { stored: 0, refused: 4 } });
    expect(witness.refusals.map(({ station, refusal }) => [station, refusal.code])).toEqual([
      ['S1', 'wrong_type'],
      ['S1', 'wrong_type'],
      ['S1', 'wrong_type'],
      ['S1', 'missing_field'],
    ]);
  });
});
