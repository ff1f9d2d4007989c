import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedBroker } from '../../../ingest/mqtt/embedded-broker.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { EVER, inside, numbered } from '../mqtt/mqtt-rig.ts';
import { quiet } from '../samples.ts';
import { type GuardedBroker, guardedBroker } from './guarded-broker.ts';

const hasOpenssl = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
const reason = hasOpenssl ? '' : ' (skipped: not installed: openssl)';
const TOPIC = 'lianfang/v1/qingyuan/S1/readings';

describe.skipIf(!hasOpenssl)(`client certificates${reason}`, () => {
  let folder: string;
  let rig: GuardedBroker;
  const pem = (name: string) => readFileSync(join(folder, name), 'utf8');
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

  function authority(name: string): void {
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.crt`,
    );
  }
  function signed(name: string, subject: string, by: string): void {
    openssl('req', ...newKey, '-subj', subject, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      `${by}.crt`,
      '-CAkey',
      `${by}.key`,
      '-days',
      '2',
      '-out',
      `${name}.crt`,
    );
  }

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lianfang-tls-'));
    authority('ca');
    authority('stranger-ca');
    signed('server', '/CN=127.0.0.1', 'ca');
    signed('S1', '/CN=S1', 'ca');
    signed('S9', '/CN=S9', 'ca');
    signed('forged', '/CN=S1', 'stranger-ca');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  beforeEach(async () => {
    rig = await guardedBroker({ tls: { key: pem('server.key'), cert: pem('server.crt'), clientCa: pem('ca.crt') } });
  });
  afterEach(() => rig.close());

  const connect = (certificate: string | undefined, options: object = {}) =>
    rig.connect({
      ca: pem('ca.crt'),
      // The name in the certificate is no subjectAltName; what is tested is the other direction.
      checkServerIdentity: () => undefined,
      ...(certificate !== undefined && { key: pem(`${certificate}.key`), cert: pem(`${certificate}.crt`) }),
      ...options,
    } as object);

  it('[ACC-8] lets a station in by its certificate alone, to its own topics', async () => {
    const client = await connect('S1');
    await client.publishAsync(TOPIC, numbered(1), { qos: 1 });
    expect(await rig.store.count(EVER)).toBe(1);
    const end = new Promise<void>((resolve) => client.once('close', () => resolve()));
    client.publish(TOPIC.replace('S1', 'S2'), numbered(1), { qos: 1 }, () => {});
    await end;
    expect(rig.counters.publishesForbidden).toBe(1);
  });

  it('[ACC-8] refuses a certificate whose station is not registered, and one that goes by another name', async () => {
    await expect(connect('S9')).rejects.toMatchObject({ code: 4 });
    await expect(connect('S1', { username: 'S2' })).rejects.toMatchObject({ code: 4 });
    await connect('S1', { username: 'S1' });
  });

  it('[ACC-8] ends the TLS connection of a forged certificate, and of none', async () => {
    await expect(connect('forged')).rejects.toThrow();
    await expect(connect(undefined)).rejects.toThrow();
    expect(rig.counters.loginsRefused).toBe(0);
  });

  it('[ACC-8] takes passwords over TLS where there is no client CA, and believes no certificate', async () => {
    await rig.close();
    rig = await guardedBroker({ tls: { key: pem('server.key'), cert: pem('server.crt') } });
    await expect(connect('S1')).rejects.toMatchObject({ code: 4 });
    const { secret } = await rig.book.create('S1', 'mqtt');
    const client = await connect(undefined, { username: 'S1', password: secret });
    await client.publishAsync(TOPIC, numbered(1), { qos: 1 });
  });

  it('[ACC-8] does not start with a client CA and nobody who asks for the name', async () => {
    const { pipeline, counters } = inside();
    const tls = { key: pem('server.key'), cert: pem('server.crt'), clientCa: pem('ca.crt') };
    const open = new EmbeddedBroker({ port: 0, tls, pipeline, counters, clock: new ManualClock(0), log: quiet });
    await expect(open.start()).rejects.toThrow('need authentication');
  });
});
