import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONTENDERS, needsNodeRed } from '../../bench/contenders/contender.ts';
import { connectSession } from '../../bench/contenders/session.ts';
import { leftAtBroker } from '../../bench/left-at-broker.ts';
import { measure } from '../../bench/measure.ts';
import { describeWithService } from '../services/describe-with-service.ts';
import { startInfluxdb } from '../services/influxdb.ts';
import type { LaunchedService } from '../services/launched-service.ts';
import { startMosquitto } from '../services/mosquitto.ts';

describeWithService(['mosquitto', 'influxdb'], 'the benchmark harness', () => {
  let influx: LaunchedService;
  beforeAll(async () => {
    influx = await startInfluxdb();
  });
  afterAll(() => influx.stop());

  // Node-RED is no dependency: its contenders run where it is installed.
  const nodeRedFolder = process.env['LIANFANG_NODE_RED'] || undefined;
  const contenders = CONTENDERS.filter((name) => nodeRedFolder !== undefined || !needsNodeRed(name));

  it.each(contenders)('runs %s: all stored, all acknowledged', async (contender) => {
    const workload = {
      name: 'smoke',
      messages: 400,
      readingsPerMessage: 1,
      stations: 20,
      periodS: 3600,
      from: Date.UTC(2026, 0, 1),
    };
    const measurement = await measure({
      contender,
      workload,
      influx,
      database: 'smoke',
      ...(nodeRedFolder !== undefined && { nodeRedFolder }),
    });
    expect(measurement).toMatchObject({
      publishedReadings: 400,
      storedReadings: 400,
      lostReadings: 0,
      unacknowledgedMessages: 0,
    });
    if (contender !== 'bare') expect(measurement.contentsRight).toBe(true);
    if (contender === 'lianfang+rules') expect(measurement.own).toMatchObject({ evaluated: 400, late: 0, failures: 0 });
    expect(measurement.cpuUsPerReading).toBeGreaterThan(0);
  });

  it('keeps an offered rate and measures the delay of arrays', async () => {
    const workload = {
      name: 'smoke',
      messages: 60,
      readingsPerMessage: 80,
      stations: 20,
      periodS: 60,
      from: Date.UTC(2026, 0, 1),
      ratePerS: 200,
    };
    const measurement = await measure({ contender: 'lianfang', workload, influx, database: 'smoke_rate' });
    expect(measurement).toMatchObject({ storedReadings: 4800, contentsRight: true });
    expect(measurement.latency?.p50Ms).toBeGreaterThan(0);
    // 60 messages at 200/s take 0.3 s, whoever is quick.
    expect(measurement.readingsPerS).toBeLessThan(4800 / 0.29);
  });
});

describeWithService('mosquitto', 'leftAtBroker', () => {
  it('sees a contender that owes its acknowledgements', async () => {
    const broker = await startMosquitto();
    try {
      const { client, subscribe } = await connectSession(broker.url, { quiet: true });
      let received = 0;
      const all = new Promise<void>((resolve) => {
        client.handleMessage = (_packet, done) => {
          if (++received === 3) resolve();
          done(new Error('never acknowledged'));
        };
      });
      await subscribe();
      for (let i = 0; i < 3; i++) await client.publishAsync('lianfang/v1/c/s/readings', '{}', { qos: 1 });
      await all;
      await client.endAsync();
      expect(await leftAtBroker(broker.url)).toBe(3);
      expect(await leftAtBroker(broker.url)).toBe(0);
    } finally {
      await broker.stop();
    }
  });
});
