import { z } from '@hono/zod-openapi';
import { PARAMETERS, POLLUTANTS } from '../domain/air/parameter.ts';
import { QUALITIES } from '../domain/air/quality/quality.ts';
import { FLAGS } from '../domain/air/reading.ts';
import { GradeMessage } from './parties-contract.ts';
import { EntryMessage } from './protocol-contract.ts';

/**
 * The public contract of HTTP and WebSocket, version 1: one schema per thing, from which the types, the validation and
 * `/api/v1/openapi.json` come. Times on the wire are ISO 8601 with offset (+08:00); a reading's time is the end of its period.
 */
const Time = z.iso.datetime({ offset: true }).openapi({ example: '2026-11-22T14:00:00+08:00' });
const Text = z.object({ zh: z.string(), en: z.string() }).openapi('Text');
const Concentrations = z.partialRecord(z.enum(POLLUTANTS), z.number());

/** The last words of a station on its `status` topic, or its last will; `state` where they say one. */
export const StationStatus = z.object({
  text: z.string(),
  at: Time,
  state: z.enum(['online', 'offline']).nullable(),
});

export const StationView = z
  .object({
    id: z.string(),
    name: z.string(),
    city: z.string(),
    lon: z.number(),
    lat: z.number(),
    background: z.boolean().openapi({ description: 'Watched, but left out of the city mean.' }),
    operator: z.string().optional(),
    /** Newest reading by measurement time. */
    lastAt: Time.nullable(),
    /** Absent: it has said nothing of itself. */
    status: StationStatus.optional(),
  })
  .openapi('Station');

export const CityView = z
  .object({ id: z.string(), name: Text, stations: z.number().int(), adcode: z.string().optional() })
  .openapi('City');

export const ReadingView = z
  .object({
    station: z.string(),
    city: z.string(),
    at: Time,
    period: z.number().int().openapi({ description: 'Seconds; 0 is an instant.' }),
    seq: z.number().int().optional(),
    values: z.partialRecord(z.enum(PARAMETERS), z.number()),
    flags: z.partialRecord(z.enum(PARAMETERS), z.enum(FLAGS)).optional(),
    /** When it came, where that was later than the window of the agreement. */
    late: Time.optional(),
    /** It replaced another version: `/api/v1/stations/{id}/revisions`. */
    revised: z.literal(true).optional(),
    /** Values that are not simply good; `/api/v1/stations/{id}/quality` has the reasons. */
    quality: z
      .partialRecord(
        z.enum(PARAMETERS),
        z.object({
          quality: z.enum(QUALITIES),
          excluded: z.boolean().openapi({ description: 'Kept out of means, indices and rules.' }),
          tests: z.array(z.string()),
          overruled: z.boolean().optional(),
        }),
      )
      .optional(),
  })
  .openapi('Reading');

/** What a reading said until another version of it came. */
export const RevisionView = z
  .object({
    station: z.string(),
    at: Time,
    period: z.number().int(),
    /** When the version that replaced it came. */
    replacedAt: Time,
    seq: z.number().int().optional(),
    values: z
      .partialRecord(z.enum(PARAMETERS), z.number())
      .nullable()
      .openapi({ description: 'null: it was replaced while the store could not be read, and is not kept.' }),
    flags: z.partialRecord(z.enum(PARAMETERS), z.enum(FLAGS)).optional(),
  })
  .openapi('Revision');

const OverruleFields = {
  at: Time.openapi({ description: 'End of the period.' }),
  period: z.number().int().openapi({ description: 'Seconds.' }),
  parameter: z.enum(PARAMETERS),
  decision: z.enum(['accept', 'reject']),
  reason: z.string(),
  by: z.string(),
};

/** A reviewer's decision as it is sent, and as it was recorded. */
export const OverruleRequest = z.object(OverruleFields).openapi('OverruleRequest');
export const OverruleView = z.object({ station: z.string(), ...OverruleFields, decidedAt: Time }).openapi('Overrule');

/** One value that anything is said of. */
export const QualityView = z
  .object({
    station: z.string(),
    at: Time,
    period: z.number().int(),
    parameter: z.enum(PARAMETERS),
    value: z.number().openapi({ description: 'As it was sent.' }),
    counts: z.number().nullable().openapi({ description: 'As it is used: calibrated; null when it is kept out.' }),
    quality: z.enum(QUALITIES),
    excluded: z.boolean(),
    verdicts: z.array(z.object({ test: z.string(), severity: z.enum(['suspect', 'fail']), reason: Text })),
    overrules: z.array(OverruleView).openapi({ description: 'The latest one holds.' }),
  })
  .openapi('Quality');

export const CalibrationView = z
  .object({
    parameter: z.enum(PARAMETERS),
    validFrom: Time,
    validTo: Time.nullable(),
    factor: z.number(),
    offset: z.number(),
    calibratedAt: Time.nullable(),
    reason: z.string(),
    source: z.string().nullable(),
  })
  .openapi('Calibration');

/** The answer to pushed readings: one item for each that was sent, in its order. */
export const PushResult = z
  .object({
    stored: z.number().int(),
    refused: z.number().int(),
    items: z.array(
      z.object({
        index: z.number().int().openapi({ description: 'Place in the body, from 0.' }),
        seq: z.number().int().optional(),
        status: z.enum(['stored', 'refused']),
        fate: z
          .enum(['duplicate', 'revised'])
          .optional()
          .openapi({ description: 'Of what is stored: it was so before, or replaced another version; absent: new.' }),
        /** A refusal code of docs/guide/errors.md, and its reason in Chinese and English. */
        code: z.string().optional(),
        reason: z.string().optional(),
      }),
    ),
  })
  .openapi('PushResult');

/** One line of the balance sheet: what a station sent on one natural day, and what became of it. */
export const BalanceDay = z
  .object({
    station: z.string(),
    city: z.string(),
    day: z.iso.date().openapi({ example: '2026-11-22' }),
    /** stored + duplicate + revised + all of `refused`. */
    received: z.number().int(),
    stored: z.number().int(),
    duplicate: z.number().int(),
    revised: z.number().int(),
    late: z.number().int(),
    /** By refusal code. */
    refused: z.record(z.string(), z.number().int()),
    /** Numbers (`seq`): `open` at the end of the day. */
    missing: z.object({
      opened: z.number().int(),
      filled: z.number().int(),
      lost: z.number().int(),
      open: z.number().int(),
    }),
    restarts: z.number().int().openapi({ description: 'How often the logger began to count anew.' }),
    coverage: z.array(
      z.object({
        period: z.number().int().openapi({ description: 'Seconds; 0 is an instant, of which none are expected.' }),
        present: z.number().int(),
        expected: z.number().int().nullable(),
      }),
    ),
  })
  .openapi('BalanceDay');

/** The sums of all stations of one day. */
export const BalanceTotals = z
  .object({
    day: z.iso.date(),
    stations: z.number().int(),
    reporting: z.number().int(),
    neverReported: z.number().int(),
    received: z.number().int(),
    stored: z.number().int(),
    duplicate: z.number().int(),
    revised: z.number().int(),
    late: z.number().int(),
    refused: z.number().int(),
    refusedByCode: z.record(z.string(), z.number().int()),
    missing: z.number().int(),
    lost: z.number().int(),
    restarts: z.number().int(),
    present: z.number().int(),
    expected: z.number().int(),
  })
  .openapi('BalanceTotals');

/** A registered station without data for two of its intervals; `since` is null when it never had any. */
export const StationAbsence = z
  .object({ station: z.string(), city: z.string(), since: Time.nullable() })
  .openapi('StationAbsence');

/** How a station stands now. */
export const StationStanding = z
  .object({
    station: z.string(),
    city: z.string(),
    neverReported: z.boolean(),
    /** When its next reading was due; null while it reports, and when it never has. */
    absentSince: Time.nullable(),
    lastAt: Time.nullable(),
    lastReceivedAt: Time.nullable(),
    interval: z.number().int().nullable().openapi({ description: 'Seconds between two readings that are expected.' }),
    status: StationStatus.nullable(),
    sequence: z
      .object({
        count: z.number().int().openapi({ description: '1, and one more each time the logger began to count anew.' }),
        from: z.number().int(),
        stored: z.number().int(),
        highest: z.number().int(),
        missing: z.array(z.tuple([z.number().int(), z.number().int()])),
        merged: z.number().int(),
      })
      .nullable(),
  })
  .openapi('StationStanding');

export const IndexView = z
  .object({
    subject: z.object({ kind: z.enum(['station', 'city']), id: z.string() }),
    at: Time,
    /** The named edition of the standard and the averaging period it was computed for. */
    standard: z.enum(['HJ 633-2012', 'HJ 633-2026']),
    report: z.enum(['hourly', 'daily']),
    aqi: z.number().int().nullable().openapi({ description: 'null where the edition says NA.' }),
    level: z.number().int().min(1).max(6).nullable(),
    primary: z.array(z.enum(POLLUTANTS)),
    iaqi: z.partialRecord(z.enum(POLLUTANTS), z.number().int()),
    concentrations: Concentrations,
    /** City only: valid stations of all that count. */
    stations: z.object({ valid: z.number().int(), total: z.number().int() }).optional(),
  })
  .openapi('Index');

export const AlertView = z
  .object({
    id: z.string(),
    rule: z.string(),
    subject: z.object({ kind: z.enum(['station', 'city', 'region', 'pair']), id: z.string() }),
    priority: z.number().int().min(1).max(4),
    /** `withdrawn`: late or corrected data took away what it rested on. */
    state: z.enum(['raised', 'returned', 'withdrawn']),
    raisedAt: Time,
    returnedAt: Time.nullable(),
    /** The value that raised it and the limit it was held against; null where the rule has no figure. */
    value: z.number().nullable(),
    limit: z.number().nullable(),
    quantity: z.string().openapi({
      example: 'pm25',
      description: '`aqi`, `iaqi.pm25`, a parameter, or what was counted: `members`, `hours_absent`.',
    }),
    message: Text,
    reason: z.string(),
    /** Nobody was told: the rule is being tried. */
    shadow: z.boolean(),
    /** Ledger sequence of its newest event. */
    seq: z.number().int(),
  })
  .openapi('Alert');

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    code: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    /** Also in the `X-Request-Id` header and in the server's log. */
    requestId: z.string().optional(),
  })
  .openapi('Problem');

/** A page of any list: `next` goes back as `cursor`, null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** What the page shows of one station now; `index` is the hourly index of its newest hour. */
export const StationState = z
  .object({
    station: z.string(),
    at: Time,
    /** Seconds between two readings that may be expected of it. */
    interval: z.number().int(),
    values: z.partialRecord(z.enum(PARAMETERS), z.number()),
    /** Flags other than N: a flagged value is shown as such and is not in the index. */
    flags: z.partialRecord(z.enum(PARAMETERS), z.enum(FLAGS)).optional(),
    aqi: z.number().int().nullable(),
    level: z.number().int().nullable(),
    primary: z.array(z.enum(POLLUTANTS)),
  })
  .openapi('StationState');

/** What the page shows of one city now. `trend` compares with the hour before. */
export const CityState = z
  .object({
    city: z.string(),
    at: Time,
    standard: z.enum(['HJ 633-2012', 'HJ 633-2026']),
    aqi: z.number().int().nullable(),
    level: z.number().int().nullable(),
    primary: z.array(z.enum(POLLUTANTS)),
    concentrations: Concentrations,
    stations: z.object({ valid: z.number().int(), total: z.number().int() }),
    trend: z.enum(['up', 'steady', 'down']).nullable(),
  })
  .openapi('CityState');

/**
 * Messages of `/api/v1/live`, server to page. Three lanes: `system` (hello, heartbeat, gap), `state` (newest value, conflated,
 * a snapshot after every connect, never replayed), `event` (ledger events by `seq`, replayed from the page's `lastSeq`).
 */
export const LiveMessage = z.discriminatedUnion('type', [
  z.object({
    lane: z.literal('system'),
    type: z.literal('hello'),
    /** Newest ledger sequence; `clockRate` is 1, or the factor of a demonstration's compressed clock. */
    data: z.object({ seq: z.number().int(), serverNow: Time, clockRate: z.number(), region: Text }),
  }),
  z.object({
    lane: z.literal('system'),
    type: z.literal('heartbeat'),
    data: z.object({ seq: z.number().int(), serverNow: Time }),
  }),
  /** The page asked for events too far back: it must fetch alerts by HTTP and go on from `seq`. */
  z.object({ lane: z.literal('system'), type: z.literal('gap'), data: z.object({ seq: z.number().int() }) }),
  z.object({
    lane: z.literal('state'),
    type: z.literal('snapshot'),
    data: z.object({ stations: z.array(StationState), cities: z.array(CityState) }),
  }),
  z.object({
    lane: z.literal('state'),
    type: z.literal('update'),
    data: z.object({ stations: z.array(StationState), cities: z.array(CityState) }),
  }),
  z.object({
    lane: z.literal('event'),
    type: z.literal('alert'),
    seq: z.number().int(),
    /** `alert.raised`, `alert.returned`, `alert.corrected`, `alert.withdrawn`. */
    event: z.string(),
    data: AlertView,
  }),
  EntryMessage,
  GradeMessage,
]);

/** The only message a page sends: where it stopped reading events (0 for a first visit: no replay), and whose page it is. */
export const LiveHello = z.object({
  type: z.literal('hello'),
  lastSeq: z.number().int().min(0),
  token: z.string().max(1_000).optional(),
});

/** WebSocket close code after a hello whose token nobody has: whoever sent it signs in again, or says hello without one. */
export const TOKEN_REFUSED = 4_401;

export type StationStatus = z.infer<typeof StationStatus>;
export type StationView = z.infer<typeof StationView>;
export type CityView = z.infer<typeof CityView>;
export type ReadingView = z.infer<typeof ReadingView>;
export type RevisionView = z.infer<typeof RevisionView>;
export type QualityView = z.infer<typeof QualityView>;
export type OverruleView = z.infer<typeof OverruleView>;
export type CalibrationView = z.infer<typeof CalibrationView>;
export type PushResult = z.infer<typeof PushResult>;
export type BalanceDay = z.infer<typeof BalanceDay>;
export type BalanceTotals = z.infer<typeof BalanceTotals>;
export type StationStanding = z.infer<typeof StationStanding>;
export type IndexView = z.infer<typeof IndexView>;
export type AlertView = z.infer<typeof AlertView>;
export type Problem = z.infer<typeof Problem>;
export type StationState = z.infer<typeof StationState>;
export type CityState = z.infer<typeof CityState>;
export type LiveMessage = z.infer<typeof LiveMessage>;
export type LiveHello = z.infer<typeof LiveHello>;
