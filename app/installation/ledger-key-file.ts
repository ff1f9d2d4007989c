import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LedgerKey } from '../../store/ledger-key.ts';
import type { Loaded } from '../config/load.ts';
import { FolderUnusable } from './folder-lock.ts';

/** In the storage folder; PKCS#8 PEM, readable by the owner alone. */
const FILE = 'ledger-key.pem';

/**
 * The key of the installation's ledger, made at the first start; `file`: one that the operator keeps elsewhere and that has to be there
 * (EVI-2). Throws what the file system says, and `FolderUnusable` when the file holds no Ed25519 key.
 */
export function openLedgerKey(folder: string, file?: string): LedgerKey {
  if (file !== undefined) return keyIn(file);
  const path = join(folder, FILE);
  try {
    return keyIn(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const key = LedgerKey.generate();
  writeFileSync(path, key.toPem(), { mode: 0o600, flag: 'wx' });
  return key;
}

/** Names a drill as no other is: its folder has a key of its own (EVI-2). */
export function drillName({ publicKey }: Pick<LedgerKey, 'publicKey'>): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 16);
}

/** The file that the configuration names for it, if it names one. */
export function keyFileOf({ config, directory }: Pick<Loaded, 'config' | 'directory'>): string | undefined {
  const { signing_key_file: file } = config.ledger;
  return file === undefined ? undefined : resolve(directory, file);
}

function keyIn(path: string): LedgerKey {
  const pem = readFileSync(path, 'utf8');
  try {
    return LedgerKey.fromPem(pem);
  } catch {
    throw new FolderUnusable(`${path} holds no Ed25519 private key (PKCS#8 PEM) 不是 Ed25519 私钥`);
  }
}
