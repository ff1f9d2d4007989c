import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { CityHour } from '../../../domain/air/city-hour.ts';
import { cityHour } from '../../../domain/air/city-hour.ts';
import { alert, CLEAN, HAZE, HOUR_MS, NOW, reading } from '../fixture.ts';
import { served } from './live-fixture.ts';
import { LivePage } from './live-page.ts';

const hour = (at: number, pm25: number): CityHour =>
  cityHour({ city: 'bing', at, hours: [{ ...CLEAN, pm25 }, undefined] });

describe('the state lane', () => {
  it('greets with the ledger’s sequence, the clock and the region, then a snapshot', async () => {
    const { port, alerts, tell } = await served();
    alerts.newestSeq = 41;
    tell({ type: 'readings', readings: [reading('b1', NOW, HAZE)] });
    const page = await LivePage.open(port);
    expect(page.messages).toMatchObject([
      {
        type: 'hello',
        data: { seq: 41, serverNow: '2026-11-22T14:00:00+08:00', clockRate: 1, region: { en: 'Example cluster' } },
      },
      { type: 'snapshot', data: { stations: [{ station: 'b1', aqi: 300, level: 5, interval: 3600 }], cities: [] } },
    ]);
  });

  it('merges what happens within 250 ms into one update of newest values', async () => {
    const { port, clock, tell } = await served();
    const page = await LivePage.open(port);
    tell({ type: 'readings', readings: [reading('b1', NOW - HOUR_MS, HAZE), reading('b2', NOW, CLEAN)] });
    tell({ type: 'readings', readings: [reading('b1', NOW, CLEAN)] });
    tell({ type: 'city-hours', hours: [hour(NOW - HOUR_MS, 20), hour(NOW, 115)] });
    clock.advance(249);
    await page.settled();
    expect(page.of('update')).toEqual([]);
    clock.advance(1);
    await page.until(() => page.of('update').length > 0);
    clock.advance(10_000);
    await page.settled();
    expect(page.of('update')).toMatchObject([
      {
        data: {
          stations: [
            { station: 'b1', at: '2026-11-22T14:00:00+08:00', values: { pm25: 20 } },
            { station: 'b2', aqi: 40 },
          ],
          cities: [{ city: 'bing', aqi: 150, trend: 'up', stations: { valid: 1, total: 2 } }],
        },
      },
    ]);
  });

  it('says nothing of a reading that is older than what it has shown', async () => {
    const { port, clock, tell } = await served();
    tell({ type: 'readings', readings: [reading('b1', NOW, CLEAN)] });
    const page = await LivePage.open(port);
    tell({ type: 'readings', readings: [reading('b1', NOW - HOUR_MS, HAZE)] });
    clock.advance(1_000);
    await page.settled();
    expect(page.of('update')).toEqual([]);
  });

  it('gives a page that comes back the newest state, not what it missed', async () => {
    const { port, clock, tell } = await served();
    const page = await LivePage.open(port);
    page.socket.terminate();
    tell({ type: 'readings', readings: [reading('b1', NOW - HOUR_MS, HAZE)] });
    clock.advance(1_000);
    tell({ type: 'readings', readings: [reading('b1', NOW, CLEAN)] });
    const again = await LivePage.open(port);
    expect(again.of('snapshot')).toMatchObject([{ data: { stations: [{ station: 'b1', values: { pm25: 20 } }] } }]);
  });

  it('paces by real time when the clock is compressed', async () => {
    const { port, clock, tell } = await served({ deps: { clockRate: 1_200 } });
    const page = await LivePage.open(port);
    tell({ type: 'readings', readings: [reading('b1', NOW, CLEAN)] });
    clock.advance(250 * 1_200 - 1);
    await page.settled();
    expect(page.of('update')).toHaveLength(0);
    clock.advance(1);
    await page.until(() => page.of('update').length === 1);
  });
});

describe('the event lane', () => {
  it('replays what came after the page stopped, once and in order, then goes on live', async () => {
    const { port, alerts, tell } = await served({ live: { replayPage: 2 } });
    for (let seq = 1; seq <= 9; seq += 1) alerts.add(alert(seq));
    const page = await LivePage.open(port, 4);
    await page.until(() => page.seqs().length === 5);
    const next = alert(12, { state: 'returned', returnedAt: NOW });
    alerts.add(next);
    tell({ type: 'alert', alert: next });
    tell({ type: 'alert', alert: next });
    await page.until(() => page.seqs().length === 6);
    await page.settled();
    expect(page.seqs()).toEqual([5, 6, 7, 8, 9, 12]);
    expect(page.of('alert').at(-1)).toMatchObject({
      event: 'alert.returned',
      data: { id: next.id, state: 'returned' },
    });
  });

  it('does not lose or repeat an event that happens while it replays, or just as the replay ends', async () => {
    const { port, alerts, tell } = await served();
    const { bySeq } = alerts;
    const happen = (seq: number) => {
      alerts.add(alert(seq));
      tell({ type: 'alert', alert: alert(seq) });
    };
    const late = [3, 4, 5];
    alerts.bySeq = async (after, limit) => {
      const page = await bySeq(after, limit);
      // After the board has answered and before the page is told: also after an empty, seemingly last answer.
      const seq = late.shift();
      if (seq !== undefined) happen(seq);
      return page;
    };
    alerts.add(alert(1));
    alerts.add(alert(2));
    const page = await LivePage.open(port, 2);
    await page.until(() => page.seqs().includes(5));
    happen(6);
    await page.until(() => page.seqs().includes(6));
    expect(page.seqs()).toEqual([3, 4, 5, 6]);
  });

  it('says gap to a page more than 1,000 behind, or ahead of this ledger, and sends it only what comes', async () => {
    const { port, alerts, tell } = await served();
    for (let seq = 1; seq <= 1_002; seq += 1) alerts.add(alert(seq));
    const behind = await LivePage.open(port, 1);
    const ahead = await LivePage.open(port, 5_000);
    const near = await LivePage.open(port, 2);
    await Promise.all([behind, ahead].map((page) => page.until(() => page.of('gap').length > 0)));
    await near.until(() => near.seqs().length === 1_000);
    alerts.add(alert(1_003));
    tell({ type: 'alert', alert: alert(1_003) });
    await Promise.all([behind, ahead, near].map((page) => page.until(() => page.seqs().includes(1_003))));
    expect(behind.of('gap')).toEqual([{ lane: 'system', type: 'gap', data: { seq: 1_002 } }]);
    expect(behind.seqs()).toEqual([1_003]);
    expect(ahead.seqs()).toEqual([1_003]);
    expect(near.of('gap')).toEqual([]);
  });

  it('replays nothing on a first visit, but everything after its greeting', async () => {
    const { port, alerts } = await served();
    alerts.add(alert(1));
    const page = await LivePage.open(port);
    alerts.add(alert(2));
    page.say({ type: 'hello', lastSeq: 0 });
    await page.until(() => page.seqs().length > 0);
    await page.settled();
    expect(page.seqs()).toEqual([2]);
  });

  it.each(['no json', '{"type":"hello"}', '{"type":"hello","lastSeq":-1}'])('closes on %s', async (text) => {
    const { port } = await served();
    const page = await LivePage.open(port);
    page.say(text);
    await page.until(() => page.closeCode !== undefined);
    expect(page.closeCode).toBe(1008);
  });
});

describe('the connection', () => {
  it('beats every 15 s with sequence and time, and cuts off a page that no longer answers', async () => {
    const { port, clock, alerts, hub } = await served();
    const page = await LivePage.open(port);
    alerts.newestSeq = 8;
    clock.advance(15_000);
    await page.until(() => page.of('heartbeat').length === 1);
    expect(page.of('heartbeat')[0]?.data).toEqual({ seq: 8, serverNow: '2026-11-22T14:00:15+08:00' });
    await page.settled();
    page.socket.pause();
    clock.advance(15_000);
    clock.advance(15_000);
    page.socket.resume();
    await page.until(() => page.closeCode !== undefined);
    expect(page.closeCode).toBe(1006);
    expect(hub.stats().clients).toBe(0);
  });

  it('refuses another site’s page, other paths and a client too many', async () => {
    const { port } = await served({ live: { maxClients: 1 } });
    const status = (path: string, headers: Record<string, string> = {}) => {
      const { promise, resolve } = Promise.withResolvers<number | undefined>();
      const upgrade = {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'MDEyMzQ1Njc4OWFiY2RlZg==',
      };
      const asked = request({ host: '127.0.0.1', port, path, headers: { ...upgrade, ...headers } });
      asked.on('response', (response) => resolve(response.statusCode));
      asked.on('upgrade', (_response, socket) => {
        socket.destroy();
        resolve(101);
      });
      asked.end();
      return promise;
    };
    expect(await status('/api/v1/live', { Origin: 'https://elsewhere.example' })).toBe(403);
    expect(await status('/api/v1/live', { Origin: 'null' })).toBe(403);
    expect(await status('/other')).toBe(404);
    expect(await status('/api/v1/live', { Origin: `http://127.0.0.1:${port}` })).toBe(101);
    await LivePage.open(port);
    expect(await status('/api/v1/live')).toBe(503);
  });

  it('tells a plain request to upgrade', async () => {
    const { get } = await served();
    const response = await get('/api/v1/live');
    expect(response.status).toBe(426);
    expect(response.headers.get('upgrade')).toBe('websocket');
    expect(await response.json()).toMatchObject({ code: 'upgrade_required' });
  });

  it('says goodbye when the server goes away', async () => {
    const { port, close } = await served();
    const page = await LivePage.open(port);
    close();
    await page.until(() => page.closeCode !== undefined);
    expect(page.closeCode).toBe(1001);
  });
});
