import { expect, it, onTestFinished } from 'vitest';
import { InfluxTimeseries } from '../../../store/influxdb/influx-timeseries.ts';
import { StoreMisconfigured } from '../../../store/timeseries.ts';
import { reading } from '../../contract/timeseries-contract.ts';
import { describeWithService } from '../../services/describe-with-service.ts';
import { startVictoriaMetrics } from '../../services/victoria-metrics.ts';

describeWithService('victoria-metrics', 'InfluxTimeseries over the native /api/v2/write', () => {
  it('stores tags, values and times as InfluxDB 2 would be given them', async () => {
    const server = await startVictoriaMetrics();
    onTestFinished(() => server.stop());
    const store = new InfluxTimeseries({ url: server.url, database: 'air', org: '环保', token: 't', version: 2 });
    const at = Date.UTC(2026, 10, 22, 6);
    await store.write([
      reading({ at, station: '东四 1,a=b', values: { pm25: 62, co: 1.3 }, seq: 5 }),
      reading({ at: at + 60_000, station: '东四 1,a=b', values: { pm25: 63.5 } }),
    ]);
    await fetch(`${server.url}/internal/force_flush`);
    const match = new URLSearchParams({
      'match[]': '{station="东四 1,a=b"}',
      start: '2026-11-01T00:00:00Z',
      end: '2026-12-01T00:00:00Z',
    });
    const text = await (await fetch(`${server.url}/api/v1/export?${match}`)).text();
    const series = new Map(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { metric: Record<string, string>; values: number[]; timestamps: number[] })
        .map((one) => [one.metric['__name__'], one]),
    );
    expect(series.get('readings_pm25')).toEqual({
      metric: { __name__: 'readings_pm25', city: 'c1', period: '3600', station: '东四 1,a=b' },
      values: [62, 63.5],
      timestamps: [at, at + 60_000],
    });
    expect(series.get('readings_co')?.values).toEqual([1.3]);
    expect(series.get('readings_seq')?.values).toEqual([5]);
    await store.close();
  });

  it('asks for the version of a server that does not say it', async () => {
    const server = await startVictoriaMetrics();
    onTestFinished(() => server.stop());
    const store = new InfluxTimeseries({ url: server.url, database: 'air' });
    const error: unknown = await store.write([reading()]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreMisconfigured);
    expect(String(error)).toContain('set the version');
    await store.close();
  });
});
