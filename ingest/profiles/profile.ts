import { z } from 'zod';
import { PARAMETERS } from '../../domain/air/parameter.ts';
import { topicPattern } from './topic-pattern.ts';
import { unitConversion, unitsOf } from './unit-conversion.ts';

const Path = z.array(z.union([z.string().min(1), z.int().min(0)])).min(1);

const Unit = z.union([
  z.string(),
  /** The message says it itself; `usual` where it does not. */
  z.strictObject({ path: Path, usual: z.string() }),
]);

const Field = z
  .strictObject({
    parameter: z.enum(PARAMETERS),
    /** Where the value may stand; the first place that has one counts. `{sensor}` in a key stands for each of `sensors`. */
    from: z.array(Path).min(1),
    /** Names (`BME280`) or prefixes (`SDS_`) of the sensors that may deliver it, the most trusted first. */
    sensors: z.array(z.string()).min(1).optional(),
    unit: Unit,
    /** On top of the unit, for an instrument that counts in tenths: value × scale + offset, before the unit. */
    scale: z.number().default(1),
    offset: z.number().default(0),
  })
  .superRefine((field, context) => {
    const unit = typeof field.unit === 'string' ? field.unit : field.unit.usual;
    if (unitConversion(field.parameter, unit) === undefined) {
      const known = unitsOf(field.parameter).join(', ');
      context.addIssue({ code: 'custom', path: ['unit'], message: `${field.parameter} has the units ${known}` });
    }
    const named = field.from.some((path) => path.some((key) => String(key).includes('{sensor}')));
    if (named !== (field.sensors !== undefined)) {
      context.addIssue({
        code: 'custom',
        path: ['sensors'],
        message: '{sensor} in a path and `sensors` need each other',
      });
    }
  });

const Offset = z.string().regex(/^[+-](0\d|1[0-4]):[0-5]\d$/, 'an offset such as +08:00');

/** When it was measured. Nothing is guessed: a local time has its zone here, or the message is refused. */
const Time = z.discriminatedUnion('rule', [
  /** The message has none: ours, to the second. */
  z.strictObject({ rule: z.literal('arrival') }),
  /** ISO 8601 with an offset. */
  z.strictObject({ rule: z.literal('offset'), path: Path }),
  /** ISO 8601 without one (`2026-11-22T14:00:00`), on a clock set to this. */
  z.strictObject({ rule: z.literal('local'), path: Path, zone: Offset }),
  /** Since 1970-01-01T00:00Z. */
  z.strictObject({ rule: z.literal('epoch'), path: Path, unit: z.enum(['s', 'ms']) }),
]);

const Topic = z.string().superRefine((pattern, context) => {
  try {
    topicPattern(pattern);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
  }
});

/**
 * How one kind of foreign device says what it measured: data, not code. A new kind is a new file. `docs/guide/push.md` explains
 * every field.
 */
export const Profile = z
  .strictObject({
    profile: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'lower case, digits and hyphens'),
    /** MQTT: one level is `{device}`. */
    topic: Topic.optional(),
    /** Where the message names its device; not needed when the topic does. */
    device: z.strictObject({ path: Path.optional(), header: z.string().toLowerCase().optional() }).optional(),
    /** A list of name-value pairs that is read as one object: `[{"value_type":"P1","value":"2.00"}]`. */
    pairs: z.strictObject({ path: Path, name: z.string(), value: z.string() }).optional(),
    time: Time,
    /** Whether the time is the end of the period or its start. */
    stamps: z.enum(['end', 'start']).default('end'),
    /** Seconds that one message stands for; 0 an instant, which enters no hourly mean. */
    period: z.int().min(0).max(86_400),
    /** Whether a number may stand in quotes. */
    text_numbers: z.boolean().default(false),
    fields: z.array(Field).min(1),
  })
  .superRefine((profile, context) => {
    if (profile.topic === undefined && profile.device === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['device'],
        message: 'without a topic the message must name its device',
      });
    }
    const seen = new Set<string>();
    for (const [index, { parameter }] of profile.fields.entries()) {
      if (seen.has(parameter)) {
        context.addIssue({
          code: 'custom',
          path: ['fields', index, 'parameter'],
          message: `${parameter} is there twice`,
        });
      }
      seen.add(parameter);
    }
    if (profile.time.rule === 'arrival' && profile.stamps === 'start') {
      context.addIssue({
        code: 'custom',
        path: ['stamps'],
        message: 'what arrives has ended: an arrival time is an end',
      });
    }
  });

export type Profile = z.output<typeof Profile>;
export type ProfileField = Profile['fields'][number];
