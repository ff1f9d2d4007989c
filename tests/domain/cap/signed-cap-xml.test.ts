import { spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capXml } from '../../../domain/cap/cap-xml.ts';
import { type CapSigner, SIGNATURE_METHODS, signedCapXml } from '../../../domain/cap/signed-cap-xml.ts';
import { toCapAlert } from '../../../domain/cap/to-cap-alert.ts';
import { readXml } from './read-xml.ts';
import { SAMPLE } from './sample-warning.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const edwards = generateKeyPairSync('ed25519');
const hashOf = { 'rsa-sha256': 'sha256', ed25519: null } as const;
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

function signer(method: CapSigner['method'], key: KeyObject): CapSigner {
  return {
    method,
    keyName: 'lanhe-2026',
    sha256,
    sign: (text) => sign(hashOf[method], Buffer.from(text), key).toString('base64'),
  };
}

const result = toCapAlert(SAMPLE);
if (!result.ok) throw new Error(JSON.stringify(result.faults));
const alert = result.value;

/** What a receiver does by RFC 3275, on a document that is canonical already. */
function isVerified(text: string, method: CapSigner['method'], key: KeyObject): boolean {
  const [signature = ''] = /<Signature .*<\/Signature>/s.exec(text) ?? [];
  const rest = text.replace(signature, '').replace(/^<\?xml.*\?>\n/, '');
  const [info = ''] = /<SignedInfo>.*<\/SignedInfo>/s.exec(signature) ?? [];
  const value = (name: string) => new RegExp(`<${name}>(.*)</${name}>`).exec(signature)?.[1] ?? '';
  const canonical = info.replace('<SignedInfo>', '<SignedInfo xmlns="http://www.w3.org/2000/09/xmldsig#">');
  const given = Buffer.from(value('SignatureValue'), 'base64');
  return value('DigestValue') === sha256(rest) && verify(hashOf[method], Buffer.from(canonical), key, given);
}

const xmlsecMissing = spawnSync('xmlsec1', ['--version']).status !== 0;

describe('a signed alert', () => {
  it.each([
    ['rsa-sha256', rsa, generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey],
    ['ed25519', edwards, generateKeyPairSync('ed25519').publicKey],
  ] as const)('[CAP-40] by %s verifies, not after a change, not by another key', (method, pair, stranger) => {
    const text = signedCapXml(alert, signer(method, pair.privateKey));
    expect(text).toContain(SIGNATURE_METHODS[method]);
    expect(isVerified(text, method, pair.publicKey)).toBe(true);
    expect(isVerified(text.replace('>Severe<', '>Minor<'), method, pair.publicKey)).toBe(false);
    expect(isVerified(text, method, stranger)).toBe(false);
  });

  it('[CAP-40] is the same alert with one Signature as its last element', () => {
    const root = readXml(signedCapXml(alert, signer('ed25519', edwards.privateKey)));
    expect(root.elements.at(-1)?.name).toBe('Signature');
    expect(root.elements.slice(0, -1)).toEqual(readXml(capXml(alert)).elements);
  });

  it.skipIf(xmlsecMissing)(`[CAP-40] verifies with xmlsec1${xmlsecMissing ? ' (skipped: not installed)' : ''}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'cap-'));
    const check = (text: string) => {
      writeFileSync(join(folder, 'alert.xml'), text);
      writeFileSync(join(folder, 'key.pem'), rsa.publicKey.export({ type: 'spki', format: 'pem' }));
      const options = ['--verify', '--pubkey-pem', join(folder, 'key.pem'), join(folder, 'alert.xml')];
      return spawnSync('xmlsec1', options).status;
    };
    const text = signedCapXml(alert, signer('rsa-sha256', rsa.privateKey));
    expect(check(text)).toBe(0);
    expect(check(text.replace('>Severe<', '>Minor<'))).not.toBe(0);
    rmSync(folder, { recursive: true });
  });
});
