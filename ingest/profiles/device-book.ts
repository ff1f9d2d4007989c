import type { DeclaredTopics } from '../credentials/declared-topics.ts';
import type { Profile } from './profile.ts';
import { type TopicPattern, topicPattern } from './topic-pattern.ts';

/** Stations of foreign devices, by profile and by the device's own id. */
export type Devices = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Which device belongs to which station, and which topics are theirs. */
export class DeviceBook implements DeclaredTopics {
  readonly #devices: Devices;
  readonly #topics: readonly { readonly profile: string; readonly pattern: TopicPattern }[];

  constructor(profiles: readonly Profile[], devices: Devices) {
    this.#devices = devices;
    this.#topics = profiles.flatMap(({ profile, topic }) =>
      topic === undefined ? [] : [{ profile, pattern: topicPattern(topic) }],
    );
  }

  stationOfDevice(profile: string, device: string): string | undefined {
    const listed = own(this.#devices, profile);
    return listed === undefined ? undefined : own(listed, device);
  }

  stationOf(topic: string): string | undefined {
    for (const { profile, pattern } of this.#topics) {
      const device = pattern.deviceOf(topic);
      // The first profile that is about the topic decides, as it does when the message is read.
      if (device !== undefined) return this.stationOfDevice(profile, device);
    }
    return undefined;
  }

  topicsOf(station: string): readonly string[] {
    return this.#topics.flatMap(({ profile, pattern }) =>
      Object.entries(own(this.#devices, profile) ?? {})
        .filter(([, owner]) => owner === station)
        .flatMap(([device]) => pattern.filterOf(device) ?? []),
    );
  }

  /** Of the profiles that have a device: a broker may refuse what nobody here needs. */
  filters(): readonly string[] {
    const used = this.#topics.filter(({ profile }) => Object.keys(own(this.#devices, profile) ?? {}).length > 0);
    return [...new Set(used.map(({ pattern }) => pattern.filter))];
  }
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
