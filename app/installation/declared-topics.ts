import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DeclaredTopics } from '../../ingest/credentials/declared-topics.ts';
import { DeviceBook } from '../../ingest/profiles/device-book.ts';
import type { Profile } from '../../ingest/profiles/profile.ts';
import { DatastreamTopics } from '../../ingest/sensorthings/datastream-topics.ts';
import type { Config } from '../config/schema.ts';
import { readProfiles } from './push.ts';

const SHIPPED = fileURLToPath(new URL('../../config/profiles', import.meta.url));

export function profilesOf({ push }: Config, directory: string): readonly Profile[] {
  return readProfiles(push.profiles === undefined ? SHIPPED : resolve(directory, push.profiles));
}

/** Topics that stations have besides those of the contract, for whoever guards a broker. */
export function declaredTopics({ push }: Config, profiles: readonly Profile[]): readonly DeclaredTopics[] {
  return [new DeviceBook(profiles, push.devices), new DatastreamTopics(push.datastreams)];
}
