import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../app/clock/system-clock.ts';
import { ConfigError } from '../../../app/config/fault.ts';
import { loadConfig } from '../../../app/config/load.ts';
import { openCredentials } from '../../../app/installation/access.ts';
import { startInstallation } from '../../../app/installation/installation.ts';
import { CredentialBook } from '../../../ingest/credentials/credential-book.ts';
import { quiet } from '../../ingest/samples.ts';
import { agreementText } from '../agreement-text.ts';

const BASE = 'agreement: agreement.yaml\nstations: stations.csv\nhttp: { port: 0 }\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianfang-access-'));
  writeFileSync(join(folder, 'agreement.yaml'), agreementText(['a']));
  writeFileSync(join(folder, 'stations.csv'), 'station,name,city,lon,lat\na1,A 1,a,100,20\na2,A 2,a,100,20\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

function load(broker: string, env: Record<string, string> = {}) {
  writeFileSync(join(folder, 'lianfang.yaml'), `${BASE}embedded_broker: ${broker}\n`);
  return loadConfig(join(folder, 'lianfang.yaml'), env);
}

function fault(broker: string, env: Record<string, string> = {}): string {
  try {
    load(broker, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map(({ path, message }) => `${path}: ${message}`).join('\n');
    throw error;
  }
  return '';
}

describe('embedded_broker in the configuration', () => {
  it.each(['{ host: 0.0.0.0 }', '{ host: "::" }', '{ host: 192.168.1.5 }', '{ host: 127.0.0.1.example.org }'])(
    '[ACC-7] %s is a fault without authentication',
    (broker) => {
      expect(fault(broker)).toMatch(/^embedded_broker\.authentication: others reach/);
      expect(fault(broker.replace('}', ', authentication: required }'))).toBe('');
      expect(fault(broker.replace('}', ', allow_strangers: true }'))).toBe('');
    },
  );

  it.each(['{}', '{ host: localhost }', '{ host: 127.0.0.2 }', '{ host: "::1" }'])('[ACC-7] %s is none', (broker) => {
    expect(fault(broker)).toBe('');
  });

  it('[ACC-7] looks at what the environment says, too', () => {
    expect(fault('{}', { LIANFANG_EMBEDDED_BROKER_HOST: '0.0.0.0' })).toContain('embedded_broker.authentication');
  });

  it('[ACC-8] a client CA needs authentication', () => {
    const tls = 'tls: { certificate: a, key: b, client_ca: c }';
    expect(fault(`{ ${tls} }`)).toContain('client_ca: certificates name stations');
    expect(fault(`{ authentication: required, ${tls} }`)).toBe('');
  });
});

describe('an installation with authentication', () => {
  it('[ACC-1] [CRD-6] takes readings from whom the command line has given a password, also while it runs', async () => {
    const loaded = load('{ port: 0, authentication: required }');
    const installation = await startInstallation({ loaded, clock: systemClock, clockRate: 1, log: quiet });
    try {
      const options = { protocolVersion: 4 as const, reconnectPeriod: 0, username: 'a1', log: () => {} };
      const connect = (password: string) => connectAsync(installation.broker, { ...options, password }, false);
      await expect(connect('wrong')).rejects.toMatchObject({ code: 4 });

      const store = openCredentials(loaded.config, loaded.directory);
      const { secret } = await new CredentialBook({ store, clock: systemClock, random: randomBytes }).create(
        'a1',
        'mqtt',
      );
      await store.close();
      const station = await connect(secret);
      const reading = { at: '2026-01-01T00:00:00+08:00', period: 3600, values: { pm25: 1 } };
      await station.publishAsync('lianfang/v1/a/a1/readings', JSON.stringify(reading), { qos: 1 });
      await station.endAsync();
      const metrics = await (await fetch(`${installation.url}/metrics`)).text();
      expect(metrics).toMatch(/^lianfang_readings_stored_total 1$/m);
      expect(metrics).toMatch(/^lianfang_logins_refused_total 1$/m);
    } finally {
      await installation.close();
    }
  });
});
