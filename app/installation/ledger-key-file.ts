import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerKey } from '../../store/ledger-key.ts';

/** In the storage folder; PKCS#8 PEM, readable by the owner alone. */
const FILE = 'ledger-key.pem';

/** The key of the installation's ledger, made at the first start. Throws what the file system says, or when the file holds no Ed25519 key. */
export function openLedgerKey(folder: string): LedgerKey {
  const path = join(folder, FILE);
  try {
    return LedgerKey.fromPem(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const key = LedgerKey.generate();
  writeFileSync(path, key.toPem(), { mode: 0o600, flag: 'wx' });
  return key;
}
