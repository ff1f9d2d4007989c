import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SqliteForecasts } from '../../../store/sqlite/sqlite-forecasts.ts';
import { forecastsContract, issue, observed } from '../../contract/forecasts-contract.ts';

forecastsContract('SqliteForecasts', () => SqliteForecasts.open({ path: ':memory:' }));

describe('SqliteForecasts on the disk', () => {
  it('[FCS-3] has forecasts and scores after it was opened again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lianfang-forecasts-'));
    try {
      const path = join(folder, 'forecasts.sqlite');
      const first = SqliteForecasts.open({ path });
      await first.add([issue('bureau', 100, [210])]);
      await first.observe([observed('a', 100, 220)]);
      const scores = await first.scores({});
      await first.close();
      const again = SqliteForecasts.open({ path });
      expect(await again.scores({})).toEqual(scores);
      expect(await again.add([issue('bureau', 100, [210])])).toEqual(['same']);
      await again.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
