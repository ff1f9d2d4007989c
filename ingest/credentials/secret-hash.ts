import { createHash, pbkdf2, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { CredentialKind } from '../../store/credentials.ts';
import type { RandomBytes } from './secret.ts';

/**
 * How each kind is hashed; the text names its parameters, so that they can change without touching what is stored.
 *
 * - mqtt: what `mosquitto_passwd` writes, `$7$<iterations>$<salt>$<hash>` (PBKDF2 with SHA-512), because Mosquitto has to
 *   check it too. Few iterations are enough for 160 random bits.
 * - http: `$sha256$<hash>`. Also 160 random bits, and asked for at every request.
 * - hj212: `$scrypt$ln=15,r=8,p=1$<salt>$<hash>`. 30 bits can be tried through; this makes each try cost 32 MiB.
 */
const PBKDF2_ITERATIONS = 101;
const MOSQUITTO_SALT_BYTES = 12;
const SCRYPT = { ln: 15, r: 8, p: 1 };

const pbkdf2Of = promisify(pbkdf2);
const scryptOf = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt);

export async function hashSecret(secret: string, kind: CredentialKind, random: RandomBytes): Promise<string> {
  if (kind === 'http') return `$sha256$${sha256(secret).toString('base64')}`;
  if (kind === 'mqtt') {
    const salt = Buffer.from(random(MOSQUITTO_SALT_BYTES));
    const hash = await pbkdf2Of(secret, salt, PBKDF2_ITERATIONS, 64, 'sha512');
    return `$7$${PBKDF2_ITERATIONS}$${salt.toString('base64')}$${hash.toString('base64')}`;
  }
  const { ln, r, p } = SCRYPT;
  const salt = Buffer.from(random(16));
  const hash = await derive(secret, salt, SCRYPT);
  return `$scrypt$ln=${ln},r=${r},p=${p}$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/** In constant time. Throws on a text that `hashSecret` cannot have written: a damaged store is no wrong password. */
export async function secretMatches(secret: string, stored: string): Promise<boolean> {
  const [, algorithm, ...rest] = stored.split('$');
  const hash = Buffer.from(rest.at(-1) ?? '', 'base64');
  const salt = Buffer.from(rest.at(-2) ?? '', 'base64');
  const parameters = rest[0] ?? '';
  if (algorithm === 'sha256' && rest.length === 1) return equal(sha256(secret), hash);
  if (algorithm === '7' && rest.length === 3) {
    return equal(await pbkdf2Of(secret, salt, Number(parameters), 64, 'sha512'), hash);
  }
  const [, ln, r, p] = /^ln=(\d+),r=(\d+),p=(\d+)$/.exec(parameters) ?? [];
  if (algorithm !== 'scrypt' || rest.length !== 3 || p === undefined) throw new Error('a stored hash is damaged');
  return equal(await derive(secret, salt, { ln: Number(ln), r: Number(r), p: Number(p) }), hash);
}

function derive(secret: string, salt: Buffer, { ln, r, p }: typeof SCRYPT): Promise<Buffer> {
  // Node refuses more than 32 MiB by default, and scrypt needs a little more than 128 * N * r.
  return scryptOf(secret, salt, 32, { N: 2 ** ln, r, p, maxmem: 2 * 128 * 2 ** ln * r });
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function equal(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
