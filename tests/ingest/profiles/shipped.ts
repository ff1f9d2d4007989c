import { readFileSync } from 'node:fs';
import { parseProfile } from '../../../ingest/profiles/parse-profile.ts';
import type { Profile } from '../../../ingest/profiles/profile.ts';

export const SHIPPED = ['sensor-community', 'airgradient', 'tasmota', 'zigbee2mqtt'] as const;

/** A profile as it is shipped. */
export function shipped(name: (typeof SHIPPED)[number]): Profile {
  const file = new URL(`../../../config/profiles/${name}.yaml`, import.meta.url);
  return parseProfile(readFileSync(file, 'utf8'), `${name}.yaml`);
}
