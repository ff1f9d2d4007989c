import { InfluxDB, Point } from '@influxdata/influxdb-client';
import type { StartContender } from './contender.ts';
import { addressOf, sentReadings } from './sent-reading.ts';
import { connectSession } from './session.ts';

/**
 * What one writes in an afternoon: parse, compare with a limit, `writePoint` of the client library with its defaults (batches
 * of 1,000), acknowledged by mqtt.js before anything is stored. Only the flush interval is shortened from a minute to a
 * second, so that the last batch of a run does not wait.
 */
export const startNaive: StartContender = async ({ mqttUrl, influxUrl, database }, tally) => {
  const { client, subscribe } = await connectSession(mqttUrl, { quiet: false });
  const writer = new InfluxDB({ url: influxUrl }).getWriteApi('', database, 'ms', {
    flushInterval: 1_000,
    writeSuccess: (lines) => tally.commit(lines.length),
  });
  writer.path = `/write?db=${database}&precision=ms`;
  let alarms = 0;

  client.on('message', (topic, payload) => {
    const [city, station] = addressOf(topic);
    for (const reading of sentReadings(payload)) {
      if ((reading.values['pm25'] ?? 0) > 150) alarms++;
      const point = new Point('readings')
        .tag('city', city)
        .tag('station', station)
        .tag('period', String(reading.period))
        .intField('seq', reading.seq)
        .timestamp(new Date(reading.at));
      for (const [name, value] of Object.entries(reading.values)) point.floatField(name, value);
      writer.writePoint(point);
    }
  });
  await subscribe();
  return {
    async stop() {
      await client.endAsync();
      await writer.close();
      return { alarms };
    },
  };
};
