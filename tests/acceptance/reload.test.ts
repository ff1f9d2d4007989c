import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { agreementText } from '../app/agreement-text.ts';
import { freePort } from '../services/free-port.ts';
import { lianfang } from './lianfang-process.ts';

let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const rule = (above: number) => ({
  id: 'hot',
  on: 'station',
  when: { kind: 'threshold', quantity: 'pm25', above },
  priority: 1,
  message: { zh: '{value}', en: '{value}' },
});

function writeAgreement(rules: readonly unknown[]): void {
  const region = { id: 'r', name: { zh: '区', en: 'R' } };
  writeFileSync(join(folder, 'agreement.yaml'), agreementText(['a'], { region, rules }));
}

async function until(what: () => string, condition: () => Promise<boolean> | boolean): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 50) {
    if (await condition()) return;
    await delay(50);
  }
  throw new Error(what());
}

it('[EVA-13] serve reads the rules again at SIGHUP, and keeps the old ones when a file has a fault', {
  timeout: 60_000,
}, async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianfang-reload-'));
  const [http, mqtt] = [await freePort(), await freePort()];
  writeFileSync(join(folder, 'stations.csv'), 'station,name,city,lon,lat\na1,A 1,a,100,20\n');
  writeFileSync(
    join(folder, 'lianfang.yaml'),
    `agreement: agreement.yaml\nstations: stations.csv\nhttp: { port: ${http} }\nembedded_broker: { port: ${mqtt} }\n`,
  );
  writeAgreement([rule(150)]);
  const house = lianfang(['serve', '--config', join(folder, 'lianfang.yaml')]);
  await until(house.stderr, () => house.stderr().includes('"ready"'));
  const above = async () => {
    const { items } = (await fetch(`http://127.0.0.1:${http}/api/v1/rules`).then((response) => response.json())) as {
      items: unknown;
    };
    return JSON.stringify(items).match(/"above":(\d+)/)?.[1];
  };
  expect(await above()).toBe('150');

  writeAgreement([rule(99)]);
  process.kill(house.pid, 'SIGHUP');
  await until(house.stderr, () => house.stderr().includes('rules read again'));
  expect(await above()).toBe('99');

  writeAgreement([{ ...rule(50), colour: 'red' }]);
  process.kill(house.pid, 'SIGHUP');
  await until(house.stderr, () => house.stderr().includes('the old rules stay'));
  expect(await above()).toBe('99');
  expect(await house.end('SIGTERM'), house.stderr()).toBe(0);
});
