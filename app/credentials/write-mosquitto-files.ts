import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Station } from '../../domain/air/station.ts';
import type { DeclaredTopics } from '../../ingest/credentials/declared-topics.ts';
import { mosquittoFiles } from '../../ingest/credentials/mosquitto-files.ts';
import { newSecret, type RandomBytes } from '../../ingest/credentials/secret.ts';
import { hashSecret } from '../../ingest/credentials/secret-hash.ts';
import type { Forecaster } from '../../ingest/forecast/forecaster-book.ts';
import type { Credential } from '../../store/credentials.ts';

/**
 * Writes `passwords`, `acl` and, when it is not there, `service-password` (for `mqtt.password_file`) into the folder. Each
 * file is exchanged as a whole: Mosquitto may read it at any moment.
 */
export async function writeMosquittoFiles(options: {
  readonly folder: string;
  readonly stations: readonly Station[];
  readonly credentials: readonly Credential[];
  readonly serviceUser: string;
  readonly declared?: readonly DeclaredTopics[];
  readonly forecasters?: readonly Forecaster[];
  readonly random: RandomBytes;
  readonly now: number;
}): Promise<{ readonly users: number; readonly files: readonly string[] }> {
  const { folder, stations, credentials, serviceUser, declared = [], forecasters = [], random, now } = options;
  mkdirSync(folder, { recursive: true });
  const [passwords, acl, service] = ['passwords', 'acl', 'service-password'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  // Kept from one writing to the next, so that the platform does not lose its broker when a station gets a password.
  const secret = existsSync(service) ? readFileSync(service, 'utf8').trim() : newSecret('mqtt', random);
  const hash = await hashSecret(secret, 'mqtt', random);
  const texts = mosquittoFiles({
    stations,
    credentials,
    service: { username: serviceUser, hash },
    declared,
    forecasters: await Promise.all(
      forecasters.map(async ({ issuer, token, cities = ['+'] }) => ({
        username: issuer,
        hash: await hashSecret(token, 'mqtt', random),
        cities,
      })),
    ),
    now,
  });
  replace(service, `${secret}\n`, 0o600);
  // Mosquitto reads them as a user of its own, and a hash of 160 random bits tells nobody anything.
  replace(passwords, texts.passwords, 0o644);
  replace(acl, texts.acl, 0o644);
  return { users: texts.users, files: [passwords, acl, service] };
}

function replace(file: string, text: string, mode: number): void {
  const next = `${file}.next`;
  writeFileSync(next, text, { mode });
  renameSync(next, file);
}
