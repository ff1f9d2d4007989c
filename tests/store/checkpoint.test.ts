import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Checkpoint, checkpointFault, makeCheckpoint, readCheckpoints } from '../../store/checkpoint.ts';
import { isSignedBy, LedgerKey, publicKeyIn } from '../../store/ledger-key.ts';

/** The key of RFC 8410, 10.3. */
const PEM = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----
`;
const PUBLIC = 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=';
const STANDS = { region: 'demo', seq: 7, hash: 'a'.repeat(64), root: 'b'.repeat(64), at: Date.UTC(2026, 10, 23) };

const key = LedgerKey.fromPem(PEM);
const checkpoint = makeCheckpoint(STANDS, key);

describe('a key of a ledger', () => {
  it('[EVI-1] is Ed25519: read, written and told as others do', () => {
    expect(key.publicKey).toBe(PUBLIC);
    expect(key.toPem()).toBe(PEM);
    expect(key.sign('text')).toBe(key.sign('text'));
    expect(isSignedBy(PUBLIC, 'text', key.sign('text'))).toBe(true);
    expect(isSignedBy(LedgerKey.generate().publicKey, 'text', key.sign('text'))).toBe(false);
  });

  it('[EVI-8] its public half is found in a PEM, a checkpoint, an answer of the interface, or alone', () => {
    for (const text of [PEM, JSON.stringify(checkpoint), JSON.stringify({ key: PUBLIC }), ` ${PUBLIC}\n`]) {
      expect(publicKeyIn(text)).toBe(PUBLIC);
    }
    for (const text of ['', 'no key', '{', '{"key":7}', PEM.replace('MC4', 'MC5')])
      expect(publicKeyIn(text)).toBeUndefined();
  });
});

describe('a checkpoint', () => {
  it('[EVI-1] says what it says, signed', () => {
    expect(checkpoint).toMatchObject({ ...STANDS, at: '2026-11-23T08:00:00+08:00', key: PUBLIC });
    expect(checkpointFault(checkpoint)).toBeUndefined();
    expect(checkpointFault(checkpoint, [PUBLIC])).toBeUndefined();
    expect(readCheckpoints(JSON.stringify([checkpoint]))).toEqual([checkpoint]);
  });

  it('[EVI-1] proves nothing once a field is another, or by another key than was given', () => {
    const other: Checkpoint = makeCheckpoint(
      { ...STANDS, seq: 8, hash: 'c'.repeat(64), root: 'd'.repeat(64), at: 0, region: 'x' },
      LedgerKey.generate(),
    );
    for (const field of ['region', 'seq', 'hash', 'root', 'at', 'key', 'signature'] as const) {
      expect(checkpointFault({ ...checkpoint, [field]: other[field] })).toContain('signature');
    }
    expect(checkpointFault(other, [PUBLIC])).toContain('another key');
  });

  it('[EVI-1] is refused with a reason when it is none', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json(), fc.constant('[]'), fc.constant(JSON.stringify({ ...checkpoint, more: 1 }))),
        (text) => {
          expect(readCheckpoints(text)).toHaveProperty('unreadable');
        },
      ),
    );
  });
});
