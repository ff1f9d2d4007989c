import { createHash, timingSafeEqual } from 'node:crypto';
import type { Coordination } from '../../alerting/coordination/coordination.ts';
import type { GradeBoard } from '../../alerting/grade-board.ts';
import type { NoticeSource, Person, ProtocolPort } from '../../api/protocol/protocol-port.ts';
import type { Clock } from '../../domain/clock.ts';
import { isLoopback } from '../../ingest/mqtt/is-loopback.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Loaded } from '../config/load.ts';
import type { PersonEntry } from '../config/people.ts';
import type { Config } from '../config/schema.ts';

/** The protocols as people reach them over HTTP: people of the configuration in posts of the agreement, on the one coordination service. */
export function protocolPort(options: {
  readonly loaded: Pick<Loaded, 'config' | 'versions' | 'agreement'>;
  readonly clock: Clock;
  readonly coordination: Pick<Coordination, 'warnings' | 'cases' | 'warn' | 'act'>;
  readonly ledger: Pick<Ledger, 'read' | 'lastSeq'>;
  readonly grades: Pick<GradeBoard, 'all'>;
  readonly notices?: NoticeSource;
  readonly exercise?: boolean;
}): ProtocolPort {
  const { loaded, clock, coordination, ledger, grades, notices, exercise = false } = options;
  const { config, versions, agreement } = loaded;
  return {
    exercise,
    people: config.people.map(({ id, name, role, jurisdiction }) => ({ id, name, role, jurisdiction })),
    personOf: personByToken(config.people),
    reading: readingOf(config),
    agreement: () => versions.inForceAt(clock.now())?.agreement ?? agreement,
    versions: versions.versions,
    get warnings() {
      return coordination.warnings;
    },
    get cases() {
      return coordination.cases;
    },
    warn: (order) => coordination.warn(order),
    act: (order) => coordination.act(order),
    ledger,
    grades: () => grades.all(),
    ...(notices === undefined ? {} : { notices }),
  };
}

/** PRO-3: without people there is nobody to keep it from on this machine, and nobody to show it to beyond. */
function readingOf({ http, people }: Pick<Config, 'http' | 'people'>): ProtocolPort['reading'] {
  if (http.protocol_readers === 'everybody') return 'open';
  if (people.length > 0) return 'people';
  return isLoopback(http.host) ? 'open' : 'closed';
}

/** Compares hashes of all people, so that neither the time it takes nor our memory tells a token. */
function personByToken(entries: readonly PersonEntry[]): (token: string) => Person | undefined {
  const known = entries.map(({ id, name, role, jurisdiction, token_hash: hash }) => ({
    person: { id, name, role, jurisdiction },
    // `$sha256$<Base64>`
    hash: Buffer.from(hash.split('$').at(-1) ?? '', 'base64'),
  }));
  return (token) => {
    const given = createHash('sha256').update(token).digest();
    return known.filter(({ hash }) => timingSafeEqual(given, hash))[0]?.person;
  };
}
