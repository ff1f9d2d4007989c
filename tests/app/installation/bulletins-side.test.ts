import { createHash, generateKeyPairSync, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Coordination } from '../../../alerting/coordination/coordination.ts';
import { loadConfig } from '../../../app/config/load.ts';
import { type BulletinsOptions, openBulletins } from '../../../app/installation/bulletins-side.ts';
import { signedCapXml } from '../../../domain/cap/signed-cap-xml.ts';
import { toCapAlert } from '../../../domain/cap/to-cap-alert.ts';
import type { WarningCommand } from '../../../domain/warning/warning-command.ts';
import { SqliteLedger } from '../../../store/sqlite/sqlite-ledger.ts';
import { xmlOf } from '../../alerting/bulletins/told-warning.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { CITIES, coordinator, engine, head, instant, mayor, proposal } from '../../domain/warning/scenario.ts';

const DEMO = new URL('../../../config/demo/lianfang.yaml', import.meta.url).pathname;
const KEY = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const loaded = loadConfig(DEMO, {});

let folder: string;
let ledger: SqliteLedger;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianfang-bulletins-'));
  ledger = SqliteLedger.open({ path: join(folder, 'ledger.sqlite') });
});
afterEach(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

function coordination(): Promise<Coordination> {
  return Coordination.start({
    ledger,
    clock: new ManualClock(instant('2026-11-23 08:00')),
    agreementAt: (at) => loaded.versions.inForceAt(at)?.agreement,
    digest: (value) => createHash('sha256').update(JSON.stringify(value)).digest('hex'),
    onError: (error) => {
      throw error;
    },
  });
}

function opened(service: Coordination, more: Partial<BulletinsOptions> = {}) {
  return openBulletins({
    loaded,
    ledger,
    coordination: service,
    ledgerKey: KEY,
    mayReadClosed: () => false,
    exercise: false,
    invented: false,
    ...more,
  });
}

type Said = WarningCommand extends infer One ? (One extends unknown ? Omit<One, 'by'> : never) : never;

/** Proposed, consulted and issued; returns the id. */
async function issue(service: Coordination, more: object = {}): Promise<string> {
  const { warning: _, ...proposed } = { ...proposal(), ...more };
  const first = await service.warn({ command: { ...proposed, by: engine } });
  if (first.outcome === 'refused') throw new Error(first.refusal.reason.en);
  const { id } = first.state;
  const does = async (by: WarningCommand['by'], command: Said) => {
    const answer = await service.warn({ id, command: { ...command, by } as WarningCommand });
    if (answer.outcome === 'refused') throw new Error(`${command.type}: ${answer.refusal.reason.en}`);
  };
  await does(coordinator, { type: 'consult' });
  for (const member of CITIES) await does(head(member), { type: 'take_position', member, position: 'agree' });
  await does(coordinator, { type: 'issue', grade: 'orange' });
  await does(mayor('jia'), { type: 'issue_own', city: 'jia', grade: 'orange' });
  return id;
}

const texts = (port: Awaited<ReturnType<typeof opened>>) => port.messages().map(xmlOf);

describe('the documents of an installation', () => {
  it('[BUL-2] follow what is recorded, and are the same after a restart', async () => {
    const service = await coordination();
    const port = await opened(service);
    expect(port.messages()).toEqual([]);
    const id = await issue(service);
    expect(port.messages().map(({ warning }) => warning)).toEqual([id, id]);
    const before = texts(port);
    await service.stop();
    const again = await opened(await coordination());
    expect(texts(again)).toEqual(before);
    const [first] = again.messages();
    expect(first && again.get(first.key.identifier)).toEqual(first);
  });

  it('[BUL-2] none is missed that is recorded while the past is read', async () => {
    const service = await coordination();
    await issue(service);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = { read: (query: Parameters<SqliteLedger['read']>[0]) => held.then(() => ledger.read(query)) };
    const opening = opened(service, { ledger: slow });
    await issue(service, { kind: 'colour', exercise: true });
    release();
    const port = await opening;
    expect(texts(port)).toHaveLength(4);
    expect(texts(await opened(service))).toEqual(texts(port));
  });

  it('[BUL-10] speaks in the name that the configuration gives', async () => {
    const service = await coordination();
    await issue(service);
    const cap = { ...loaded.config.cap, sender: 'office.demo.example', regional: 'members' as const, contact: 'duty' };
    const port = await opened(service, { loaded: { ...loaded, config: { ...loaded.config, cap } } });
    expect(port.feed.id).toBe('tag:office.demo.example,2026:lianfang/warnings');
    expect(port.messages()[0]).toMatchObject({
      key: { sender: 'office.demo.example' },
      issuer: { contact: 'duty' },
      audience: { scope: 'Restricted' },
    });
    expect((await opened(service)).messages()[0]?.key.sender).toBe('demo.lianfang.invalid');
  });

  it('[BUL-13] signs by the key of the ledger, or by the one that the configuration names', async () => {
    const service = await coordination();
    await issue(service);
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(join(folder, 'cap.pem'), rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const cap = { ...loaded.config.cap, signing_key_file: join(folder, 'cap.pem') };
    const own = await opened(service);
    const named = await opened(service, { loaded: { ...loaded, config: { ...loaded.config, cap } } });
    expect([own.signer.method, named.signer.method]).toEqual(['ed25519', 'rsa-sha256']);
    expect(verify('sha256', Buffer.from('text'), rsa.publicKey, Buffer.from(named.signer.sign('text'), 'base64'))).toBe(
      true,
    );
    const [first] = own.messages();
    const alert = first && toCapAlert(first);
    expect(alert?.ok === true && signedCapXml(alert.value, own.signer)).toContain('eddsa-ed25519');
  });
});
