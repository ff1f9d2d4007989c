import type { Log } from '../../api/deps.ts';
import type { Clock } from '../../domain/clock.ts';
import { Hj212Gateway } from '../../ingest/hj212/gateway.ts';
import { type Hj212Link, LinkBook } from '../../ingest/hj212/link-book.ts';
import { GASES_IN_MG } from '../../ingest/hj212/units.ts';
import type { Pipeline } from '../../ingest/pipeline.ts';
import type { StationRegistry } from '../../ingest/registry.ts';
import { ConfigError } from '../config/fault.ts';
import type { Config } from '../config/schema.ts';

/** The HJ 212 gateway of the configuration, listening; undefined when it has none. */
export async function startHj212(options: {
  readonly config: Config;
  readonly registry: StationRegistry;
  readonly pipeline: Pipeline;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<Hj212Gateway | undefined> {
  const { config, registry, ...shared } = options;
  if (config.hj212 === undefined) return undefined;
  const { host, port, crc, links } = config.hj212;
  const gateway = new Hj212Gateway({
    ...shared,
    host,
    port,
    framing: { crc },
    links: linkBook(links.map(linkOf)),
    stations: registry,
  });
  await gateway.start();
  return gateway;
}

function linkBook(links: readonly Hj212Link[]): LinkBook {
  try {
    return new LinkBook(links);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ConfigError([{ file: 'configuration', path: 'hj212.links', message }]);
  }
}

function linkOf(link: NonNullable<Config['hj212']>['links'][number]): Hj212Link {
  const { minute_interval: minuteInterval, period_label: periodLabel, gases_in_mg: gasesInMg, ...same } = link;
  return {
    ...same,
    ...(minuteInterval === undefined ? {} : { minuteInterval }),
    ...(periodLabel === undefined ? {} : { periodLabel }),
    ...(gasesInMg ? { units: GASES_IN_MG } : {}),
  };
}
