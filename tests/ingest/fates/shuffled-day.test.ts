import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { InfluxTimeseries } from '../../../store/influxdb/influx-timeseries.ts';
import type { Timeseries } from '../../../store/timeseries.ts';
import { describeWithService } from '../../services/describe-with-service.ts';
import { startInfluxdb } from '../../services/influxdb.ts';
import type { LaunchedService } from '../../services/launched-service.ts';
import { EVER } from './fate-rig.ts';
import { dayOf, expectedContent, expectedSums, sendShuffled, sumsOf } from './shuffled-day.ts';

async function anyOrderGivesTheSame(options: {
  readonly quarters: number;
  readonly runs: number;
  readonly open?: () => Timeseries;
}) {
  await fc.assert(
    fc.asyncProperty(
      dayOf(options.quarters),
      fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
      async (day, numbers) => {
        const random = () => numbers.next().value as number;
        const timeseries = options.open?.();
        const { rig, rigs } = await sendShuffled(day, random, { ...(timeseries && { timeseries }), restarts: 2 });
        const { stored, older, name } = expectedContent(day);
        expect((await rig.stored()).map(name).sort()).toEqual(stored);
        expect(sumsOf(rigs)).toEqual(expectedSums(day));
        const versions = [];
        for (const station of ['S1', 'S2', 'S3']) versions.push(...(await rig.arrivals.versions({ station, ...EVER })));
        expect(versions.flatMap((version) => (version.reading ? [name(version.reading)] : ['?'])).sort()).toEqual(
          older,
        );
        expect(rigs.reduce((sum, { counters }) => sum + counters.fatesUnknown + counters.versionsUnread, 0)).toBe(0);
        await rig.arrivals.close();
        await rig.timeseries.close();
      },
    ),
    { numRuns: options.runs },
  );
}

describe('a day of readings in any order', () => {
  it('[LAT-6] gives the same content, sums and versions in SQLite', async () => {
    await anyOrderGivesTheSame({ quarters: 96, runs: 25 });
  }, 60_000);
});

describeWithService('influxdb', 'a day of readings in any order in InfluxDB 1.6.7', () => {
  let influxd: LaunchedService;
  beforeAll(async () => {
    influxd = await startInfluxdb();
    return () => influxd.stop();
  });

  it('[LAT-6] gives the same content, sums and versions', async () => {
    let databases = 0;
    const open = () => new InfluxTimeseries({ url: influxd.url, database: `day_${databases++}` });
    await anyOrderGivesTheSame({ quarters: 96, runs: 4, open });
  }, 60_000);
});
