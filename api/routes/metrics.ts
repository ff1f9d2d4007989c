import { createRoute, z } from '@hono/zod-openapi';
import { routePath } from 'hono/route';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ApiApp } from '../api-app.ts';
import type { ApiDeps, MetricFamily } from '../deps.ts';
import type { LiveHub } from '../live/live-hub.ts';

const route = createRoute({
  method: 'get',
  path: '/metrics',
  summary: 'Figures for Prometheus',
  responses: {
    200: { description: 'Prometheus text format.', content: { 'text/plain': { schema: z.string() } } },
  },
});

/**
 * Must be added before all other routes: it also measures them. Each api instance has its own registry; the figures of
 * other rooms are plain numbers that become metrics at the moment of the scrape.
 */
export function addMetricsRoute(app: ApiApp, deps: Pick<ApiDeps, 'metrics'>, hub: Pick<LiveHub, 'stats'>): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'lianfang_http_request_duration_seconds',
    help: 'Time until the response begins, by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers: [registry],
  });

  app.use(async (c, next) => {
    const startedAt = performance.now();
    await next();
    const labels = { method: c.req.method, route: routePath(c, -1), status: String(c.res.status) };
    requests.observe(labels, (performance.now() - startedAt) / 1000);
  });

  app.openapi(route, async (c) => {
    const scraped = new Registry();
    for (const family of [...(await deps.metrics()), ...liveFamilies(hub)]) addFamily(scraped, family);
    const text = `${await registry.metrics()}\n${await scraped.metrics()}`;
    return c.text(text, 200, { 'Content-Type': registry.contentType });
  });
}

function addFamily(registry: Registry, family: MetricFamily): void {
  const { name, help, samples } = family;
  const labelNames = [...new Set(samples.flatMap(({ labels }) => Object.keys(labels ?? {})))];
  const options = { name, help, labelNames, registers: [registry] };
  if (family.type === 'counter') {
    const counter = new Counter(options);
    for (const { labels, value } of samples) counter.inc({ ...labels }, value);
  } else {
    const gauge = new Gauge(options);
    for (const { labels, value } of samples) gauge.set({ ...labels }, value);
  }
}

function liveFamilies(hub: Pick<LiveHub, 'stats'>): MetricFamily[] {
  const { clients, bufferedBytes, skippedStates, slowClosed } = hub.stats();
  const one = (type: MetricFamily['type'], name: string, help: string, value: number): MetricFamily => {
    return { type, name, help, samples: [{ value }] };
  };
  return [
    one('gauge', 'lianfang_live_clients', 'Pages connected to the live channel.', clients),
    one('gauge', 'lianfang_live_buffered_bytes', 'Bytes waiting for slow pages.', bufferedBytes),
    one('counter', 'lianfang_live_states_skipped_total', 'State messages withheld from slow pages.', skippedStates),
    one('counter', 'lianfang_live_slow_closed_total', 'Pages cut off because they were too slow.', slowClosed),
  ];
}
