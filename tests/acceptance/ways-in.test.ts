import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frame } from '../ingest/hj212/frames.ts';
import { freePort } from '../services/free-port.ts';
import { type Lianfang, lianfang } from './lianfang-process.ts';

const root = new URL('../../', import.meta.url).pathname;

describe('the ways in of a running installation', () => {
  let folder = '';
  let config = '';
  let house: Lianfang;
  const ports = { http: 0, mqtt: 0, hj212: 0 };
  const at = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000).toISOString();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lianfang-ways-'));
    config = join(folder, 'lianfang.yaml');
    for (const name of ['http', 'mqtt', 'hj212'] as const) ports[name] = await freePort();
    writeFileSync(
      config,
      [
        `agreement: ${root}config/demo/agreement.yaml`,
        `stations: ${root}config/demo/stations.csv`,
        `http: { port: ${ports.http} }`,
        `embedded_broker: { port: ${ports.mqtt} }`,
        `hj212: { port: ${ports.hj212}, links: [{ mn: "010000A8900016F000169DC0", station: bing-1 }] }`,
        'push:',
        '  devices: { tasmota: { roof: yi-1 } }',
        '  datastreams: { "42": { station: yi-2, parameter: pm25, unit: µg/m3, period: 3600 } }',
      ].join('\n'),
    );
    house = lianfang(['serve', '--config', config]);
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const ready = await fetch(`http://127.0.0.1:${ports.http}/readyz`).catch(() => undefined);
      if (ready?.status === 200) return;
      await delay(100);
    }
    throw new Error(`never ready:\n${house.stderr()}`);
  });
  afterAll(async () => {
    await house.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  const readings = async (station: string) => {
    const query = `station=${station}&from=2026-01-01T00:00:00Z`;
    const answer = await fetch(`http://127.0.0.1:${ports.http}/api/v1/readings?${query}`);
    return ((await answer.json()) as { items: { values: Record<string, number> }[] }).items;
  };

  it('HTTP: a token from the command line, 202 after the commit, and nothing without it', async () => {
    const issued = lianfang([
      'stations',
      'credentials',
      'create',
      'jia-1',
      '--kind',
      'http',
      '--config',
      config,
      '--json',
    ]);
    expect(await issued.ended, issued.stderr()).toBe(0);
    const { secret } = JSON.parse(issued.stdout()) as { secret: string };
    const push = (token: string) =>
      fetch(`http://127.0.0.1:${ports.http}/api/v1/readings`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify([{ at, period: 3600, seq: 1, values: { pm25: 62 } }]),
      });
    expect((await push('lf_no_token')).status).toBe(401);
    const answer = await push(secret);
    expect(answer.status, await answer.text()).toBe(202);
    expect((await readings('jia-1')).map(({ values }) => values)).toEqual([{ pm25: 62 }]);
  });

  it('HJ 212: 9014 after the commit', async () => {
    const socket = connect(ports.hj212, '127.0.0.1');
    let heard = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
    });
    socket.write(frame({ mn: '010000A8900016F000169DC0' }));
    for (let attempt = 0; attempt < 100 && !heard.includes('CN=9014'); attempt += 1) await delay(50);
    socket.destroy();
    expect(heard).toMatch(/^##\d{4}QN=.*CN=9014/);
    expect(await readings('bing-1')).toHaveLength(1);
  });

  it.each([
    ['HJ 212 frames', 'lianfang/v1/bing/bing-2/hj212', frame({ mn: 'ANY' }), 'bing-2', { pm25: 62, o3: 21 }],
    [
      'a device with a profile',
      'tele/roof/SENSOR',
      '{"Time":"2026-01-01T12:00:00","SDS0X1":{"PM2.5":12.5}}',
      'yi-1',
      { pm25: 12.5 },
    ],
    [
      'SensorThings',
      'v1.1/Datastreams(42)/Observations',
      `{"result":31,"phenomenonTime":"2026-01-01T12:00:00+08:00"}`,
      'yi-2',
      { pm25: 31 },
    ],
  ])('[MQT-10] MQTT: %s, PUBACK after the commit', async (_, topic, payload, station, values) => {
    const client = await connectAsync(`mqtt://127.0.0.1:${ports.mqtt}`, { protocolVersion: 4, log: () => {} });
    await client.publishAsync(topic, payload, { qos: 1 });
    await client.endAsync();
    expect((await readings(station)).map((reading) => reading.values)).toEqual([values]);
  });

  it('a second process on the same folder is told so, in one line', async () => {
    const second = lianfang(['serve', '--config', config]);
    expect(await second.ended).toBe(2);
    expect(second.stderr()).toMatch(/^.* is in use by another process: .*\n$/);
  });
});
