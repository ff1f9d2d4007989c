import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseStationsCsv } from '../../../app/csv/stations-csv.ts';
import { STATIONS } from '../../../app/simulation/cluster-map.ts';
import { demoStationsCsv } from '../../../app/simulation/demo-stations-csv.ts';

it('config/demo/stations.csv is what the cluster says, and reads back as its stations', async () => {
  const file = await readFile(join(import.meta.dirname, '../../../config/demo/stations.csv'), 'utf8');
  expect(file).toBe(demoStationsCsv());
  expect(parseStationsCsv(file)).toEqual(
    STATIONS.map(({ id, name, nameEn, city, lon, lat, background, operator, periodLabel }) => ({
      id,
      name,
      nameEn,
      city,
      lon,
      lat,
      background,
      operator,
      periodLabel,
    })),
  );
});
