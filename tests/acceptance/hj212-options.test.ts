import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { encryptContent } from '../../ingest/hj212/sm4.ts';
import { Device } from '../ingest/hj212/device.ts';
import { frame } from '../ingest/hj212/frames.ts';
import { CERTIFICATE, PRIVATE_KEY } from '../ingest/hj212/localhost-certificate.ts';
import { freePort } from '../services/free-port.ts';
import { type Lianfang, lianfang } from './lianfang-process.ts';

const root = new URL('../../', import.meta.url).pathname;
const KEY = '0123456789ABCDEFFEDCBA9876543210';
const until = (condition: () => unknown) => vi.waitUntil(condition, { timeout: 10_000, interval: 10 });

describe('HJ 212 as the configuration has it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianfang-hj212-'));
  const config = join(folder, 'lianfang.yaml');
  const devices: Device[] = [];
  let house: Lianfang;
  let ports: { http: number; hj212: number };

  const write = (links: readonly string[]) =>
    writeFileSync(
      config,
      [
        `agreement: ${root}config/demo/agreement.yaml`,
        `stations: ${root}config/demo/stations.csv`,
        `http: { port: ${ports.http} }`,
        'embedded_broker: { port: 0 }',
        'hj212:',
        `  port: ${ports.hj212}`,
        '  tls: { certificate: gateway.crt, key: gateway.key }',
        '  authentication: required',
        '  links:',
        ...links.map((link) => `    - ${link}`),
      ].join('\n'),
    );

  beforeAll(async () => {
    ports = { http: await freePort(), hj212: await freePort() };
    writeFileSync(join(folder, 'gateway.crt'), CERTIFICATE);
    writeFileSync(join(folder, 'gateway.key'), PRIVATE_KEY);
    writeFileSync(join(folder, 'pw'), '654321\n');
    writeFileSync(join(folder, 'sm4-key'), `${KEY}\n`);
    write([
      '{ mn: MN1, station: jia-1 }',
      '{ mn: MN2, station: jia-2, password_file: pw, sm4: { key_file: sm4-key } }',
      '{ mn: MN3, station: jia-3, password_file: pw, period_label: end, units: { so2: mg/m3 }, systems: ["27"] }',
    ]);
    house = lianfang(['serve', '--config', config]);
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const ready = await fetch(`http://127.0.0.1:${ports.http}/readyz`).catch(() => undefined);
      if (ready?.status === 200) return;
      await delay(100);
    }
    throw new Error(`never ready:\n${house.stderr()}`);
  });
  afterAll(async () => {
    for (const device of devices) device.socket.destroy();
    await house.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  /** The answer to one frame, over TLS. */
  async function say(text: string): Promise<string> {
    const device = await Device.connect(ports.hj212, { ca: CERTIFICATE });
    devices.push(device);
    device.send(text);
    await until(() => device.frames.length > 0);
    return device.frames[0] ?? '';
  }
  const readings = async (station: string) => {
    const query = `station=${station}&from=2025-01-01T00:00:00Z&to=2025-01-02T00:00:00Z`;
    const answer = await fetch(`http://127.0.0.1:${ports.http}/api/v1/readings?${query}`);
    return ((await answer.json()) as { items: { at: string; values: Record<string, number> }[] }).items;
  };

  it('[HJ-27] [HJ-30] [HJ-33] TLS from files, and a PW from the command line', async () => {
    const args = ['stations', 'credentials', 'create', 'jia-1', '--kind', 'hj212', '--config', config, '--json'];
    const issued = lianfang(args);
    expect(await issued.ended, issued.stderr()).toBe(0);
    const { secret } = JSON.parse(issued.stdout()) as { secret: string };
    const content = 'DataTime=20250101110000;a34004-Avg=62';
    expect(await say(frame({ pw: 'wrong1', content }))).toContain('CP=&&QnRtn=3&&');
    expect(await readings('jia-1')).toEqual([]);
    expect(await say(frame({ pw: secret, content }))).toContain('CN=9014;');
    expect(await readings('jia-1')).toMatchObject([{ values: { pm25: 62 } }]);
  });

  it('[HJ-23] [HJ-33] an SM4 key and a password of the link from files', async () => {
    const content = encryptContent('DataTime=20250101110000;a34004-Avg=33', { key: KEY, encoding: 'hex' });
    expect(await say(frame({ mn: 'MN2', pw: '654321', flag: 9, content }))).toContain('CP=&&&&');
    expect(await readings('jia-2')).toMatchObject([{ values: { pm25: 33 } }]);
  });

  it('[HJ-33] the habits of a device', async () => {
    const content = 'DataTime=20250101120000;a21026-Avg=0.012';
    expect(await say(frame({ mn: 'MN3', st: '27', pw: '654321', content }))).toContain('CP=&&&&');
    const [reading] = await readings('jia-3');
    expect(Date.parse(reading?.at ?? '')).toBe(Date.parse('2025-01-01T12:00:00+08:00'));
    expect(reading?.values).toEqual({ so2: 12 });
  });

  it('[HJ-33] figures', async () => {
    const device = await Device.connect(ports.hj212, { ca: CERTIFICATE });
    devices.push(device);
    device.send(`${frame({ mn: 'MN3', pw: '654321' }).slice(0, -6)}0000\r\n${frame({ mn: 'X' })}`);
    await until(() => device.frames.length === 1);
    const text = await (await fetch(`http://127.0.0.1:${ports.http}/metrics`)).text();
    expect(text).toMatch(/^lianfang_hj212_connections [1-9]/m);
    expect(text).toMatch(/^lianfang_hj212_frames_received_total [1-9]/m);
    expect(text).toMatch(/^lianfang_hj212_data_acknowledged_total [1-9]/m);
    expect(text).toMatch(/^lianfang_hj212_refused_total\{code="bad_crc"\} 1$/m);
    expect(text).toMatch(/^lianfang_hj212_refused_total\{code="unknown_mn"\} 1$/m);
    expect(text).toMatch(/^lianfang_hj212_cut_total\{reason="idle"\} 0$/m);
  });

  it.each([
    ['{ mn: A, station: jia-1, minute_interval: 7 }', 'MN A: the minute interval must be one of'],
    ['{ mn: A, station: jia-1, sm4: { key: "12" } }', 'MN A: an SM4 key has 32 hex digits'],
    ['{ mn: A, station: jia-1, units: { pressure: mg/m3 } }', 'MN A: pressure has no unit mg/m3'],
  ])('[HJ-33] a link that cannot be right is told by check: %s', async (link, message) => {
    write([link]);
    const check = lianfang(['check', config]);
    expect(await check.ended).toBe(1);
    expect(check.stdout() + check.stderr()).toContain(message);
  });
});
