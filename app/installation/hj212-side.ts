import type { Log } from '../../api/deps.ts';
import type { Clock } from '../../domain/clock.ts';
import type { StationAuthenticator } from '../../ingest/credentials/station-authenticator.ts';
import { Hj212Gateway } from '../../ingest/hj212/gateway.ts';
import { Hj212Receiver } from '../../ingest/hj212/hj212-receiver.ts';
import { LinkBook } from '../../ingest/hj212/link-book.ts';
import { PasswordBook } from '../../ingest/hj212/password-book.ts';
import type { Pipeline } from '../../ingest/pipeline.ts';
import type { StationRegistry } from '../../ingest/registry.ts';
import { linkOf } from '../config/hj212.ts';
import type { Config } from '../config/schema.ts';
import { readPem } from './read-pem.ts';

export interface Hj212Side {
  /** Frames inside MQTT messages; also without a gateway. */
  readonly receiver: Hj212Receiver;
  /** Not listening yet; undefined when the configuration has none. */
  readonly gateway: Hj212Gateway | undefined;
}

/** HJ 212 over TCP or TLS and inside MQTT messages, with the same list of devices. */
export function openHj212(options: {
  readonly config: Config;
  /** Where the paths of the configuration start. */
  readonly directory: string;
  readonly registry: StationRegistry;
  readonly authenticator: StationAuthenticator;
  readonly pipeline: Pipeline;
  readonly clock: Clock;
  readonly log: Log;
}): Hj212Side {
  const { config, directory, registry, authenticator, ...shared } = options;
  const { hj212 } = config;
  const links = new LinkBook((hj212?.links ?? []).map(linkOf));
  if (hj212 === undefined) return { receiver: new Hj212Receiver({ ...shared, registry, links }), gateway: undefined };
  const { host, port, tls, crc, max_segment_bytes: maxSegmentBytes, max_connections: maxConnections } = hj212;
  const framing = { crc, maxSegmentBytes };
  const passwords = new PasswordBook({
    verify: async (attempt) => (await authenticator.verifyPassword({ kind: 'hj212', ...attempt })).ok,
    clock: shared.clock,
  });
  const gateway = new Hj212Gateway({
    ...shared,
    host,
    port,
    maxConnections,
    framing,
    links,
    stations: registry,
    ...(hj212.authentication === 'required' && { passwords }),
    ...(tls !== undefined && { tls: { cert: readPem(directory, tls.certificate), key: readPem(directory, tls.key) } }),
  });
  return { receiver: new Hj212Receiver({ ...shared, registry, links, framing }), gateway };
}
