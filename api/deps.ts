import type { CityHour } from '../domain/air/city-hour.ts';
import type { Reading } from '../domain/air/reading.ts';
import type { Station } from '../domain/air/station.ts';
import type { Alert } from '../domain/alert/alert.ts';
import type { Clock } from '../domain/clock.ts';
import type { DayForecast } from '../domain/forecast/forecast.ts';
import type { ScoreSums } from '../domain/forecast/score.ts';
import type { Judgement } from '../domain/rule/judgement.ts';
import type { Rule } from '../domain/rule/rule.ts';
import type { Subject } from '../domain/rule/subject.ts';
import type { Text } from '../domain/rule/text.ts';
import type { CapPort } from './cap-port.ts';
import type { BalanceTotals } from './contract.ts';
import type { EvidencePort } from './evidence-port.ts';
import type { ProtocolPort } from './protocol/protocol-port.ts';
import type { QualitySource } from './quality-source.ts';
import type { DemoPort } from './routes/demo.ts';

/** In memory or over the network: the api awaits either. */
export type Awaitable<Value> = Value | Promise<Value>;

export interface City {
  readonly id: string;
  readonly name: Text;
  /** Six-digit division code, where the city has one. */
  readonly adcode?: string;
}

/** A position behind a reading in the order (at, station, periodS). */
export interface ReadingPosition {
  readonly at: number;
  readonly station: string;
  readonly periodS: number;
}

/** The reading half of a time-series store: [from, to) in epoch ms, ordered by (at, station, periodS). */
export interface ReadingSource {
  read(query: {
    /** Absent: all stations. The api never passes an empty list. */
    readonly stations?: readonly string[];
    readonly from: number;
    readonly to: number;
    readonly limit: number;
    readonly after?: ReadingPosition;
  }): Promise<readonly Reading[]>;
}

/** What a reading said until another version came; `reading` null: not kept. Times in epoch ms. */
export interface OlderVersion {
  readonly station: string;
  readonly at: number;
  readonly periodS: number;
  readonly replacedAt: number;
  readonly number: number;
  readonly reading: Reading | null;
}

/** A position behind a version in the order (at, periodS, replacedAt, number). */
export type VersionPosition = Pick<OlderVersion, 'at' | 'periodS' | 'replacedAt' | 'number'>;

/** What became of readings after they came; ingest implements it. */
export interface RevisionSource {
  /** At most `limit` of one station in [from, to); `next` is where to go on, also after a page with fewer. */
  page(query: {
    readonly station: string;
    readonly from: number;
    readonly to: number;
    readonly limit: number;
    readonly after?: VersionPosition;
  }): Promise<{ readonly versions: readonly OlderVersion[]; readonly next?: VersionPosition }>;
  /** Of each of these readings, in their order; `lateSince`: when it came, where that was late. */
  marks(readings: readonly Reading[]): Promise<readonly { readonly lateSince?: number; readonly isRevised: boolean }[]>;
}

/** One alert as it stands; `seq` is the ledger sequence of its newest event. Times in epoch ms. */
export type AlertRecord = Alert & { readonly seq: number };

export interface AlertFilter {
  readonly state?: AlertRecord['state'];
  /** Without an id: all subjects of the kind. */
  readonly subject?: { readonly kind: AlertRecord['subject']['kind']; readonly id?: string };
  readonly rule?: string;
  readonly priority?: number;
  /** raisedAt, inclusive. */
  readonly from?: number;
  /** raisedAt, exclusive. */
  readonly to?: number;
  /** Only records with seq < before. */
  readonly before?: number;
  readonly limit: number;
}

export interface AlertSource {
  /** Newest first (descending seq), at most `limit`. */
  list(filter: AlertFilter): Awaitable<readonly AlertRecord[]>;
  get(id: string): Awaitable<AlertRecord | undefined>;
  /** Records with seq > after, ascending, at most `limit`; an empty answer means there are no more. */
  bySeq(after: number, limit: number): Awaitable<readonly AlertRecord[]>;
  /** Newest ledger sequence the board has seen, 0 when the ledger is empty. */
  lastSeq(): number;
}

/**
 * What happened just now. An `alert` is sent only after `AlertSource` knows it, so that nobody who asks in between
 * can miss it.
 */
export type LiveEvent =
  | { readonly type: 'readings'; readonly readings: readonly Reading[] }
  /** The same, and earlier ones again, as indices may use them: after quality control. */
  | { readonly type: 'usable'; readonly readings: readonly Reading[] }
  | { readonly type: 'city-hours'; readonly hours: readonly CityHour[] }
  | { readonly type: 'alert'; readonly alert: AlertRecord }
  /** The ledger has grown: grades, warnings, cases. */
  | { readonly type: 'recorded' };

export interface LiveSource {
  /** The result unsubscribes. The listener returns at once and never throws. */
  subscribe(listener: (event: LiveEvent) => void): () => void;
}

/** One family of figures for `/metrics`, read at every scrape; names as Prometheus wants them (`lianfang_..._total`). */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly samples: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

export interface ReadinessCheck {
  /** Stable, kebab-case: `timeseries`, `mqtt`, `ledger`. */
  readonly name: string;
  check(): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }>;
}

/** What a token allows. */
export interface TokenGrant {
  readonly stations: readonly string[];
}

/** A body of `POST /api/v1/readings`, authenticated, inflated and within the bounds of size. */
export interface PushRequest {
  readonly body: Uint8Array;
  readonly format: 'json' | 'ndjson';
  readonly stations: readonly string[];
  /** Names the token without being it. */
  readonly client: string;
  readonly idempotencyKey?: string;
}

/** What became of a pushed body: `committed` only when everything that is called stored is durable. */
export type PushAnswer =
  | {
      readonly outcome: 'committed';
      readonly answer: {
        readonly stored: number;
        readonly refused: number;
        readonly items: readonly {
          readonly index: number;
          readonly seq?: number;
          readonly status: 'stored' | 'refused';
          readonly fate?: 'duplicate' | 'revised';
          readonly code?: string;
          readonly reason?: string;
        }[];
      };
      /** The answer of an earlier request with the same key. */
      readonly replayed: boolean;
    }
  | {
      readonly outcome: 'refused';
      readonly fault: 'bad_body' | 'too_many_readings' | 'not_your_station' | 'idempotency_key_reused';
      readonly detail: string;
    }
  | { readonly outcome: 'busy' | 'uncommitted'; readonly retryAfterS: number };

/** What became of one SensorThings observation; `committed` as above. */
export type ObservationAnswer =
  | {
      readonly outcome: 'committed';
      readonly station: string;
      /** Period end, epoch ms. */
      readonly at: number;
    }
  | { readonly outcome: 'refused'; readonly code: string; readonly reason: string }
  | { readonly outcome: 'busy' | 'uncommitted'; readonly retryAfterS: number };

/** The way of readings into the house over HTTP; ingest implements it. */
export interface PushPort {
  /** Undefined: nobody has this token. */
  verifyToken(token: string): Awaitable<TokenGrant | undefined>;
  submit(request: PushRequest): Promise<PushAnswer>;
  /** A message of a foreign device, read by the profile of that name; undefined: there is no such profile. */
  submitMapped?(request: {
    readonly profile: string;
    readonly body: Uint8Array;
    /** Names in lower case. */
    readonly headers: Readonly<Record<string, string>>;
    readonly stations: readonly string[];
  }): Promise<PushAnswer | undefined>;
  /** OGC SensorThings: one Observation of the datastream that the path names, as it stands there: `Datastreams(42)`. */
  observe?(request: {
    readonly datastream: string;
    readonly body: Uint8Array;
    readonly stations: readonly string[];
  }): Promise<ObservationAnswer>;
}

/** One line of the balance sheet: one station, one natural day (`YYYY-MM-DD`). */
export interface BalanceLine {
  readonly station: string;
  readonly city: string;
  readonly day: string;
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly revised: number;
  readonly late: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly missing: {
    readonly opened: number;
    readonly filled: number;
    readonly lost: number;
    readonly open: number;
  };
  readonly restarts: number;
  readonly coverage: readonly {
    readonly periodS: number;
    readonly present: number;
    readonly expected: number | null;
  }[];
}

/** How a station stands now; times in epoch ms. */
export interface Standing {
  readonly station: string;
  readonly city: string;
  readonly neverReported: boolean;
  readonly absentSince?: number;
  readonly lastAt?: number;
  readonly lastReceivedAt?: number;
  readonly intervalS?: number;
  readonly status?: { readonly text: string; readonly at: number; readonly state?: 'online' | 'offline' };
  readonly sequence?: {
    readonly count: number;
    readonly from: number;
    readonly stored: number;
    readonly highest: number;
    readonly missing: readonly (readonly [from: number, to: number])[];
    readonly merged: number;
  };
}

/** The books of the stations; ingest implements it. */
export interface BalanceSource {
  /** Undefined: not registered. */
  standing(station: string): Standing | undefined;
  /** Registered stations without data; `since`, epoch ms, is null when there never was any. */
  absent(now: number): readonly { readonly station: string; readonly city: string; readonly since: number | null }[];
  /** Days inclusive; ordered by (day, station); without a station: every registered one. */
  balance(query: {
    readonly from: string;
    readonly to: string;
    readonly station?: string;
  }): Promise<readonly BalanceLine[]>;
  totals(day: string): Promise<BalanceTotals>;
}

/** One day of one issue of a forecast; days since local 1970-01-01, instants epoch ms. */
export interface ForecastRecord {
  readonly city: string;
  readonly issuer: string;
  readonly issuedAt: number;
  readonly receivedAt: number;
  readonly lead: number;
  readonly forecast: DayForecast;
  readonly observed: number | null;
}

/** A position behind a forecast in the order (day, city, issuer, issuedAt). */
export interface ForecastPlace {
  readonly day: number;
  readonly city: string;
  readonly issuer: string;
  readonly issuedAt: number;
}

/** What became of pushed forecasts; the reasons carry their field. */
export type ForecastPushAnswer =
  | { readonly outcome: 'unreadable'; readonly refusal: { readonly code: string; readonly reason: string } }
  | {
      readonly outcome: 'judged';
      readonly verdicts: readonly (
        | { readonly status: 'stored'; readonly duplicate: boolean }
        | {
            readonly status: 'refused';
            readonly refusals: readonly { readonly code: string; readonly reason: string }[];
          }
      )[];
    };

/** Forecasts in and out; ingest and the store implement it. Methods reject with `StoreUnavailable`. */
export interface ForecastPort {
  /** Undefined: no forecaster has this token. */
  verifyToken(token: string): Awaitable<{ readonly issuer: string } | undefined>;
  submit(push: { readonly body: Uint8Array; readonly issuer: string }): Promise<ForecastPushAnswer>;
  /** Ordered by (day, city, issuer, issuedAt); days inclusive. */
  list(query: {
    readonly city?: string;
    readonly issuer?: string;
    readonly from?: number;
    readonly to?: number;
    readonly after?: ForecastPlace;
    readonly limit: number;
  }): Promise<readonly ForecastRecord[]>;
  /** Running sums by (issuer, lead) over the days, inclusive. */
  scores(query: {
    readonly issuer?: string;
    readonly lead?: number;
    readonly from?: number;
    readonly to?: number;
  }): Promise<readonly { readonly issuer: string; readonly lead: number; readonly sums: ScoreSums }[]>;
}

/** A rule and up to when it stood otherwise or not at all, epoch ms; -Infinity: as it stands from the beginning. */
export interface RuleInForce {
  readonly rule: Rule;
  readonly since: number;
}

/** The rules in force and how they judged; alerting implements it. */
export interface RuleSource {
  list(): readonly RuleInForce[];
  /** The newest judged hours, newest first; undefined when the rule watches no such subject. `at` in epoch ms. */
  explain(query: { readonly rule: string; readonly subject: Subject; readonly hours: number }):
    | readonly {
        readonly at: number;
        readonly watching: boolean;
        readonly open: boolean;
        readonly judgement: Judgement;
      }[]
    | undefined;
}

/** The part of pino that the api uses. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Everything the api needs of the rest of the program; `app/` puts it together. */
export interface ApiDeps {
  readonly clock: Clock;
  /** World seconds per real second: 1, or the factor of a demonstration's compressed clock. */
  readonly clockRate: number;
  readonly region: Text;
  /** The region's hour grid, ms east of UTC (28,800,000 for China). */
  readonly utcOffsetMs: number;
  stations(): readonly Station[];
  cities(): readonly City[];
  readonly readings: ReadingSource;
  /** The same readings as indices may use them: after quality control. Absent: as they are. */
  readonly usable?: ReadingSource;
  /** Absent: nobody judges readings, and what is told of it is not there. */
  readonly quality?: QualitySource;
  readonly alerts: AlertSource;
  /** Absent: nobody judges, and the addresses of rules are not there. */
  readonly rules?: RuleSource;
  readonly live: LiveSource;
  readonly checks: readonly ReadinessCheck[];
  metrics(): Awaitable<readonly MetricFamily[]>;
  /** The built dashboard (`dashboard/dist`); absent: `/` answers with a problem that says how to build it. */
  readonly dashboardDir?: string;
  /** Absent: nobody knows of revisions, and their address is not there. */
  readonly revisions?: RevisionSource;
  /** Absent: nothing can be pushed over HTTP, and the addresses for it are not there. */
  readonly push?: PushPort;
  /** Absent: nobody keeps books, and their addresses are not there. */
  readonly balance?: BalanceSource;
  /** Absent: there are no forecasts, and their addresses are not there. */
  readonly forecasts?: ForecastPort;
  /** Absent: no warnings are run here, and their documents are not there. */
  readonly cap?: CapPort;
  /** Absent: no protocols run here, and their addresses are not there. */
  readonly protocol?: ProtocolPort;
  /** Absent: nothing is signed here, and the addresses for it are not there. */
  readonly evidence?: EvidencePort;
  /** Only in the demonstration. */
  readonly demo?: DemoPort;
  readonly log: Log;
}
