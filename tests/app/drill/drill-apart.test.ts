import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../app/config/load.ts';
import { drillFolder } from '../../../app/drill/drill-folder.ts';
import { drillLoaded } from '../../../app/drill/drill-loaded.ts';

const DEMO = new URL('../../../config/demo/lianfang.yaml', import.meta.url).pathname;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianfang-drill-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the folder that a drill is given', () => {
  it('[DRI-1] is made when it is not there', () => {
    const path = drillFolder(join(folder, 'a', 'b'), join(folder, 'data'));
    expect(existsSync(path)).toBe(true);
  });

  it.each([
    ['the storage itself', 'data', 'data'],
    ['a folder in it', 'data/drill', 'data'],
    ['a folder around it', '.', 'data'],
    ['the storage by a link', 'link', 'data'],
    ['a folder in it by a link', 'link/drill', 'data'],
    ['storage that is not there yet', 'soon', 'soon'],
  ])('[DRI-1] is never %s', (_, drill, real) => {
    mkdirSync(join(folder, 'data'));
    symlinkSync(join(folder, 'data'), join(folder, 'link'));
    expect(() => drillFolder(join(folder, drill), join(folder, real))).toThrow(/is not apart/);
  });

  it('[DRI-1] may have a name that begins like that of the storage', () => {
    mkdirSync(join(folder, 'data'));
    expect(() => drillFolder(join(folder, 'data-drill'), join(folder, 'data'))).not.toThrow();
    expect(() => drillFolder(join(folder, '..data'), join(folder, 'data'))).not.toThrow();
  });
});

it('[DRI-5] nothing of the real installation is connected; agreement, people and channels stay', () => {
  const env = {
    LIANFANG_MQTT_URL: 'mqtt://broker.example:1883',
    LIANFANG_INFLUXDB_URL: 'http://influxdb.example:8086',
    LIANFANG_CAP_PUBLIC_URL: 'https://air.example',
    LIANFANG_CAP_SENDER: 'office.example',
  };
  const real = loadConfig(DEMO, env);
  const drill = drillLoaded(real, { folder: '/drill', port: 0, brokerPort: 0 });
  expect(real.config.mqtt).toBeDefined();
  for (const field of ['mqtt', 'influxdb', 'hj212']) expect(drill.config).not.toHaveProperty(field);
  expect(drill.config).toMatchObject({
    embedded_broker: { host: '127.0.0.1', port: 0 },
    storage: { directory: '/drill' },
    people: real.config.people,
    webhooks: real.config.webhooks,
    cap: { sender: 'office.example' },
  });
  expect(drill.config.cap).not.toHaveProperty('public_url');
  expect(drill.versions).toBe(real.versions);
});
