import type { Station } from '../../domain/air/station.ts';
import { type Credential, isValidAt } from '../../store/credentials.ts';
import { forecastReceiptsTopic, forecastTopic } from '../mqtt/topics.ts';
import type { DeclaredTopics } from './declared-topics.ts';
import { mqttUsername } from './mqtt-username.ts';
import { STATION_PUBLISHES, STATION_SUBSCRIBES, stationTopic } from './topic-rights.ts';

/** Our own user at the broker: reads what all stations and their devices send, writes receipts, forecasts and notices. */
export interface ServiceUser {
  readonly username: string;
  /** As `mosquitto_passwd` writes it. */
  readonly hash: string;
}

/** An issuer of forecasts: writes those of its cities, and hears what is refused of them. */
export interface ForecasterUser extends ServiceUser {
  /** As levels of a topic; `+`: every city. */
  readonly cities: readonly string[];
}

interface User {
  readonly username: string;
  readonly hash: string;
  readonly station: Station;
}

/**
 * Mosquitto's `password_file` and `acl_file`. While a rotation overlaps, the station's plain name has the old password and
 * the name with the generation the new one; afterwards both have the new one. Throws on two users of one name and on a
 * name that the files cannot carry.
 */
export function mosquittoFiles(options: {
  readonly stations: readonly Station[];
  readonly credentials: readonly Credential[];
  readonly service: ServiceUser;
  /** Topics that stations have besides those of the contract. */
  readonly declared?: readonly DeclaredTopics[];
  readonly forecasters?: readonly ForecasterUser[];
  readonly now: number;
}): { readonly passwords: string; readonly acl: string; readonly users: number } {
  const { stations, credentials, service, declared = [], forecasters = [], now } = options;
  const users = stations.flatMap((station) => {
    const valid = credentials
      .filter((one) => one.kind === 'mqtt' && one.station === station.id && isValidAt(one, now))
      .sort((one, other) => one.generation - other.generation);
    return usersOf(station, valid);
  });
  const seen = new Set<string>();
  for (const name of [service.username, ...[...forecasters, ...users].map(({ username }) => username)]) {
    if (seen.has(name)) throw new Error(`two users are called "${name}"`);
    // A colon ends the name in the password file, a line end ends the line in both, and blanks around it are cut off.
    if (/[:\p{Cc}]/u.test(name) || name.trim() !== name || name === '' || name.startsWith('#')) {
      throw new Error(`"${name}" cannot be a user of Mosquitto`);
    }
    seen.add(name);
  }
  const lines = [service, ...forecasters, ...users].map(({ username, hash }) => `${username}:${hash}\n`);
  const blocks = users.map(({ username, station }) =>
    [
      `user ${username}`,
      ...STATION_PUBLISHES.map((leaf) => `topic write ${stationTopic(topicOf(station), leaf)}`),
      ...declared.flatMap((topics) =>
        topics
          .topicsOf(station.id)
          .filter(canStand)
          .map((filter) => `topic write ${filter}`),
      ),
      ...STATION_SUBSCRIBES.map((leaf) => `topic read ${stationTopic(topicOf(station), leaf)}`),
      '',
    ].join('\n'),
  );
  const ours = [
    `user ${service.username}`,
    'topic readwrite lianfang/v1/#',
    ...declared.flatMap((topics) =>
      topics
        .filters()
        .filter(canStand)
        .map((filter) => `topic read ${filter}`),
    ),
    'topic read $SYS/#',
    '',
  ].join('\n');
  const issuers = forecasters.map(({ username, cities }) =>
    [
      `user ${username}`,
      ...cities.map((city) => `topic write ${forecastTopic(city)}`),
      ...cities.map((city) => `topic read ${forecastReceiptsTopic(city)}`),
      '',
    ].join('\n'),
  );
  return { passwords: lines.join(''), acl: [HEAD, ours, ...issuers, ...blocks].join('\n'), users: users.length };
}

/** Blanks at its ends would be cut off, and name another topic. */
function canStand(filter: string): boolean {
  return filter.trim() === filter && !/\p{Cc}/u.test(filter);
}

const HEAD = '# Written by `lianfang stations credentials mosquitto`: changes are overwritten.\n';

function usersOf(station: Station, valid: readonly Credential[]): User[] {
  const byName = new Map<string, User>();
  const [oldest] = valid;
  if (oldest !== undefined) byName.set(station.id, { username: station.id, hash: oldest.hash, station });
  for (const credential of valid) {
    const username = mqttUsername(credential);
    if (!byName.has(username)) byName.set(username, { username, hash: credential.hash, station });
  }
  return [...byName.values()];
}

function topicOf({ city, id }: Station): { readonly city: string; readonly station: string } {
  return { city, station: id };
}
