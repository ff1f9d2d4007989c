import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base32 } from '../../../ingest/credentials/base32.ts';
import { formatToken, parseToken } from '../../../ingest/credentials/http-token.ts';
import { newCredentialId, newSecret } from '../../../ingest/credentials/secret.ts';
import { hashSecret, secretMatches } from '../../../ingest/credentials/secret-hash.ts';
import { CREDENTIAL_KINDS } from '../../../store/credentials.ts';
import { seededBytes } from './seeded-bytes.ts';

describe('base32', () => {
  it.each([
    ['', ''],
    ['f', 'my'],
    ['fo', 'mzxq'],
    ['foo', 'mzxw6'],
    ['foob', 'mzxw6yq'],
    ['fooba', 'mzxw6ytb'],
    ['foobar', 'mzxw6ytboi'],
  ])('writes %j as RFC 4648 clause 10 does', (text, expected) => {
    expect(base32(Buffer.from(text))).toBe(expected);
  });

  it('gives different texts for different bytes', () => {
    const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        expect(base32(one) === base32(other)).toBe(Buffer.compare(one, other) === 0);
      }),
    );
  });
});

describe('a secret', () => {
  it('[CRD-1] carries every random bit: 160 for MQTT and HTTP, 30 for HJ 212', () => {
    expect(newSecret('mqtt', seededBytes())).toMatch(/^[a-z2-7]{32}$/);
    expect(newSecret('http', seededBytes())).toMatch(/^[a-z2-7]{32}$/);
    expect(newSecret('hj212', seededBytes())).toMatch(/^[a-z2-7]{6}$/);
    for (const kind of CREDENTIAL_KINDS) {
      const bits = kind === 'hj212' ? 30 : 160;
      const none = newSecret(kind, (size) => new Uint8Array(size));
      const seen = new Set<string>();
      for (let bit = 0; bit < bits; bit++) {
        seen.add(
          newSecret(kind, (size) => new Uint8Array(size).map((_, at) => (at === bit >> 3 ? 128 >> (bit & 7) : 0))),
        );
      }
      expect(seen.size).toBe(bits);
      expect(seen.has(none)).toBe(false);
    }
  });

  it('[CRD-7] as a token is taken apart into id and secret, and nothing else is a token', () => {
    const random = seededBytes();
    const token = { id: newCredentialId(random), secret: newSecret('http', random) };
    const text = formatToken(token);
    expect(text).toMatch(/^lf_[a-z2-7]{16}_[a-z2-7]{32}$/);
    expect(parseToken(text)).toEqual(token);
    for (const other of ['', 'lf_', text.slice(1), `${text}a`, text.toUpperCase(), `${text}\n`, ` ${text}`]) {
      expect(parseToken(other)).toBeUndefined();
    }
  });
});

describe('a hash', () => {
  it.each(CREDENTIAL_KINDS)(
    '[CRD-2] of kind %s knows its secret, no other one, and does not contain it',
    async (kind) => {
      const random = seededBytes();
      const secret = newSecret(kind, random);
      const hash = await hashSecret(secret, kind, random);
      expect(hash).toMatch(/^\$(7\$101|sha256|scrypt\$ln=15,r=8,p=1)\$/);
      expect(hash).not.toContain(secret);
      expect(await secretMatches(secret, hash)).toBe(true);
      const last = secret.endsWith('a') ? 'b' : 'a';
      for (const wrong of ['', `${secret}a`, secret.slice(0, -1) + last, secret.toUpperCase()]) {
        expect(await secretMatches(wrong, hash)).toBe(false);
      }
    },
  );

  it('[CRD-2] of one password is another one each time, where it is salted', async () => {
    const random = seededBytes();
    for (const kind of ['mqtt', 'hj212'] as const) {
      expect(await hashSecret('same', kind, random)).not.toBe(await hashSecret('same', kind, random));
    }
  });

  it('that is damaged is an error, not a wrong password', async () => {
    for (const text of ['', 'plain', '$5$x$y', '$scrypt$ln=15$x$y', '$sha256$a$b']) {
      await expect(secretMatches('x', text)).rejects.toThrow('damaged');
    }
  });

  it('[MOS-1] that mosquitto_passwd has written is understood', async ({ skip }) => {
    const folder = mkdtempSync(join(tmpdir(), 'lianfang-passwd-'));
    try {
      const file = join(folder, 'passwords');
      try {
        execFileSync('mosquitto_passwd', ['-c', '-b', file, 'S1', '口令 one'], { stdio: 'ignore' });
      } catch {
        skip('mosquitto_passwd is not installed');
      }
      const hash = readFileSync(file, 'utf8').trim().slice('S1:'.length);
      expect(await secretMatches('口令 one', hash)).toBe(true);
      expect(await secretMatches('口令 two', hash)).toBe(false);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
