import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PushPort } from '../../api/deps.ts';
import type { Clock } from '../../domain/clock.ts';
import { PushReceiver } from '../../ingest/http/push-receiver.ts';
import type { Log } from '../../ingest/log.ts';
import type { WayIn } from '../../ingest/mqtt/way-in.ts';
import type { Pipeline } from '../../ingest/pipeline.ts';
import { DeviceBook, type Devices } from '../../ingest/profiles/device-book.ts';
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
  readonly devices: Devices;
  readonly datastreams: Datastreams;
}

export interface Push {
  readonly port: PushPort;
  /** For a source of MQTT: what else it takes. */
  readonly ways: readonly WayIn[];
  /** Before the pipeline is closed. */
  close(options: { readonly timeoutMs: number }): Promise<void>;
}

const COMMIT_TIMEOUT_MS = 20_000;
const COLLECT_MS = 2_000;

/** The ways of readings over HTTP: our own contract, declared profiles, SensorThings. */
export function openPush(options: PushOptions): Push {
  const { folder, datastreams, clockRate, timeseries } = options;
  const devices = new DeviceBook(options.profiles, options.devices);
  const commitTimeoutMs = COMMIT_TIMEOUT_MS * clockRate;
  const idempotency = SqliteIdempotency.open({ path: join(folder, 'pushes.sqlite') });
  const receiver = new PushReceiver({ ...options, idempotency, commitTimeoutMs });
  const profiles = new ProfileReceiver({
    ...options,
    commitTimeoutMs,
    stationOf: (profile, device) => devices.stationOfDevice(profile, device),
    filters: devices.filters(),
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
    ways: [profiles, sensorThings],
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
