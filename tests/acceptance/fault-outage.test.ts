import { expect, it } from 'vitest';
import { measureOutage } from '../../bench/measure-outage.ts';
import { describeWithService } from '../services/describe-with-service.ts';

const RATE = 1_000;
const OUTAGE_S = 10;

describeWithService(['mosquitto', 'influxdb'], `the database is away for ${OUTAGE_S} s under load`, () => {
  it.each(['kill', 'stop'] as const)(
    '%s: readings are taken all the while, every one is in the database in the end, and memory stays bounded',
    { timeout: 120_000 },
    async (mode) => {
      const result = await measureOutage({ mode, ratePerS: RATE, beforeS: 2, outageS: OUTAGE_S, afterS: 2 });
      expect(result).toMatchObject({ lost: 0, valuesAsSent: true });
      expect(result.sent).toBeGreaterThan((RATE * OUTAGE_S) / 2);
      // With the database stopped, not killed, the spool takes over only after its patience of 5 s.
      expect(result.takenDuringOutage).toBeGreaterThan((RATE * OUTAGE_S) / 10);
      expect(result.spoolPeak).toBeGreaterThan(0);
      expect(result.rssMb.outage).toBeLessThan(300);
    },
  );
});
