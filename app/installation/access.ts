import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import { StationAuthenticator } from '../../ingest/credentials/station-authenticator.ts';
import { SqliteCredentials } from '../../store/sqlite/sqlite-credentials.ts';
import type { Config } from '../config/schema.ts';

/** The file of station credentials beside the ledger; the folder is made when it is not there. */
export function openCredentials(config: Config, directory: string): SqliteCredentials {
  const folder = resolve(directory, config.storage.directory);
  mkdirSync(folder, { recursive: true });
  return SqliteCredentials.open({ path: join(folder, 'credentials.sqlite') });
}

/** Who may push, for every way in. */
export function openAccess(options: { readonly config: Config; readonly directory: string; readonly clock: Clock }): {
  readonly authenticator: StationAuthenticator;
  close(): Promise<void>;
} {
  const store = openCredentials(options.config, options.directory);
  const authenticator = new StationAuthenticator({ store, clock: options.clock, random: randomBytes });
  return { authenticator, close: () => store.close() };
}
