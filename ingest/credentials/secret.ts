import type { CredentialKind } from '../../store/credentials.ts';
import { base32 } from './base32.ts';

/** Bytes nobody can foresee: `randomBytes` of node:crypto, or a known sequence in a test. */
export type RandomBytes = (size: number) => Uint8Array;

/** The PW of HJ 212 has six characters in the standard (as in its examples) and in most loggers. */
const HJ212_CHARACTERS = 6;

/** A new secret: 160 bits in 32 characters; for HJ 212 only 30 bits in 6, which is why those are hashed slowly. */
export function newSecret(kind: CredentialKind, random: RandomBytes): string {
  return kind === 'hj212' ? base32(random(4)).slice(0, HJ212_CHARACTERS) : base32(random(20));
}

/** Names a credential; it is no secret. 80 bits. */
export function newCredentialId(random: RandomBytes): string {
  return base32(random(10));
}
