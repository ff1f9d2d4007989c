import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { CapSigner } from '../../domain/cap/signed-cap-xml.ts';

/**
 * Signs CAP documents by an RSA or Ed25519 private key (PEM). `KeyName` is the SHA-256 (hex) of the public key's SPKI, by which a receiver finds
 * it. Throws `Error` on any other key.
 */
export function capSigner(pem: string): CapSigner {
  const key = createPrivateKey(pem);
  const keyName = createHash('sha256')
    .update(createPublicKey(key).export({ type: 'spki', format: 'der' }))
    .digest('hex');
  return {
    method: methodOf(key),
    keyName,
    sha256: (text) => createHash('sha256').update(text).digest('base64'),
    // RFC 8032 hashes by itself.
    sign: (text) => sign(key.asymmetricKeyType === 'rsa' ? 'sha256' : null, Buffer.from(text), key).toString('base64'),
  };
}

function methodOf({ asymmetricKeyType: type }: KeyObject): CapSigner['method'] {
  if (type === 'rsa') return 'rsa-sha256';
  if (type === 'ed25519') return 'ed25519';
  throw new Error(`CAP messages are signed by an RSA or Ed25519 key, not ${type}`);
}
