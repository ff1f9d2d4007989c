import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';

/** The Ed25519 key (RFC 8032) by which an installation signs what it says of its ledger. */
export class LedgerKey {
  readonly #private: KeyObject;
  /** SPKI, DER in Base64. */
  readonly publicKey: string;

  private constructor(key: KeyObject) {
    this.#private = key;
    this.publicKey = spki(createPublicKey(key));
  }

  static generate(): LedgerKey {
    return new LedgerKey(generateKeyPairSync('ed25519').privateKey);
  }

  /** Throws `Error` when the text is no PKCS#8 PEM of an Ed25519 key. */
  static fromPem(pem: string): LedgerKey {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'ed25519') throw new Error(`an Ed25519 key is needed, not ${key.asymmetricKeyType}`);
    return new LedgerKey(key);
  }

  /** PKCS#8. */
  toPem(): string {
    return this.#private.export({ type: 'pkcs8', format: 'pem' }).toString();
  }

  /** Base64; the same text always has the same signature. */
  sign(text: string | Uint8Array): string {
    return sign(null, Buffer.from(text), this.#private).toString('base64');
  }
}

/** Whether a signature (Base64) on a text is by the public key (SPKI, Base64). What is no key or signature is not. */
export function isSignedBy(publicKey: string, text: string | Uint8Array, signature: string): boolean {
  const key = publicKeyOf(publicKey);
  const bytes = Buffer.from(signature, 'base64');
  // Base64 has several spellings of the same bytes: only the usual one counts.
  if (key === undefined || bytes.toString('base64') !== signature) return false;
  return verify(null, Buffer.from(text), key, bytes);
}

/**
 * The public key (SPKI, Base64) that a file holds: a PEM of either key, what `GET /api/v1/ledger/key` answers, a checkpoint, or the
 * Base64 alone. Undefined when it holds none.
 */
export function publicKeyIn(text: string): string | undefined {
  const given = text.trim();
  if (given.startsWith('-----')) {
    try {
      const key = createPublicKey(given);
      return key.asymmetricKeyType === 'ed25519' ? spki(key) : undefined;
    } catch {
      return undefined;
    }
  }
  let bare = given;
  if (given.startsWith('{')) {
    try {
      bare = String((JSON.parse(given) as { readonly key?: unknown }).key);
    } catch {
      return undefined;
    }
  }
  return publicKeyOf(bare) === undefined ? undefined : bare;
}

function publicKeyOf(base64: string): KeyObject | undefined {
  const der = Buffer.from(base64, 'base64');
  if (der.toString('base64') !== base64) return undefined;
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

function spki(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}
