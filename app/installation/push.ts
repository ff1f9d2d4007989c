import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PushPort } from '../../api/deps.ts';
import type { Clock } from '../../domain/clock.ts';
import { PushReceiver } from '../../ingest/http/push-receiver.ts';
import type { Log } from '../../ingest/log.ts';
import type { Pipeline } from '../../ingest/pipeline.ts';
import { parseProfile } from '../../ingest/profiles/parse-profile.ts';
import type { Profile } from '../../ingest/profiles/profile.ts';
import { ProfileReceiver } from '../../ingest/profiles/profile-receiver.ts';
import type { StationRegistry } from '../../ingest/registry.ts';
import type { Datastreams } from '../../ingest/sensorthings/datastream.ts';
import { ObservationCollector } from '../../ingest/sensorthings/observation-collector.ts';
import { SensorThingsReceiver } from '../../ingest/sensorthings/sensorthings-receiver.ts';
import { SqliteIdempotency } from '../../store/sqlite/sqlite-idempotency.ts';
import type { Timeseries } from '../../store/timeseries.ts';

export interface PushOptions {
  readonly pipeline: Pipeline;
  readonly registry: StationRegistry;
  readonly timeseries: Timeseries;
  readonly clock: Clock;
  /** World seconds per real second: a sender waits for real seconds. */
  readonly clockRate: number;
  readonly log: Log;
  /** Folder of the stores. */
  readonly folder: string;
  readonly verifyToken: PushPort['verifyToken'];
  readonly profiles: readonly Profile[];
  /** Stations of foreign devices, by profile and device. */
  readonly devices: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly datastreams: Datastreams;
}

export interface Push {
  readonly port: PushPort;
  /** For a source of MQTT: what else to subscribe to, and where its messages go. */
  readonly profiles: ProfileReceiver;
  readonly sensorThings: SensorThingsReceiver;
  /** Before the pipeline is closed. */
  close(options: { readonly timeoutMs: number }): Promise<void>;
}

const COMMIT_TIMEOUT_MS = 20_000;
const COLLECT_MS = 2_000;

/** The ways of readings over HTTP: our own contract, declared profiles, SensorThings. */
export function openPush(options: PushOptions): Push {
  const { folder, devices, datastreams, clockRate, timeseries } = options;
  const commitTimeoutMs = COMMIT_TIMEOUT_MS * clockRate;
  const idempotency = SqliteIdempotency.open({ path: join(folder, 'pushes.sqlite') });
  const receiver = new PushReceiver({ ...options, idempotency, commitTimeoutMs });
  const profiles = new ProfileReceiver({
    ...options,
    commitTimeoutMs,
    stationOf: (profile, device) => own(own(devices, profile) ?? {}, device),
  });
  const parameters = new Map<string, number>();
  for (const { station } of Object.values(datastreams)) parameters.set(station, (parameters.get(station) ?? 0) + 1);
  const collector = new ObservationCollector({
    ...options,
    store: timeseries,
    parametersOf: (station) => parameters.get(station) ?? 1,
    collectMs: COLLECT_MS * clockRate,
  });
  const sensorThings = new SensorThingsReceiver({ ...options, collector, commitTimeoutMs });
  return {
    port: {
      verifyToken: options.verifyToken,
      submit: (request) => receiver.submit(request),
      submitMapped: (request) => profiles.submitMapped(request),
      observe: (request) => sensorThings.observe(request),
    },
    profiles,
    sensorThings,
    async close(end) {
      await collector.close(end);
      await idempotency.close();
    },
  };
}

/** Every `*.yaml` of a folder. Throws `BadProfile` with every fault of the first bad file. */
export function readProfiles(folder: string): readonly Profile[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.sort().map((file) => parseProfile(readFileSync(join(folder, file), 'utf8'), join(folder, file)));
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
