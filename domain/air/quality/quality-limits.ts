import { z } from 'zod';
import type { Parameter } from '../parameter.ts';
import { DEFAULT_LIMITS } from './default-limits.ts';
import type { CalibrationAge, FlatLine, ParameterLimits, Range, Spatial, Threshold } from './parameter-limits.ts';

/** Hours a flat line is followed back, and so the longest `suspect_hours` and `fail_hours`. */
export const FLAT_LINE_WINDOW_HOURS = 24;

const hours = z.int().min(2).max(FLAT_LINE_WINDOW_HOURS);
const notNegative = z.number().min(0);
const threshold = { suspect: z.number().positive(), fail: z.number().positive().nullable() };
const flagLimit = { severity: z.enum(['suspect', 'fail']), excluded: z.boolean() };

/** A section each of whose fields falls back to its own default. */
function fields<T extends object>(shape: { readonly [K in keyof T]: z.ZodType<T[K]> }, defaults: T | null) {
  const entries = Object.entries<z.ZodType>(shape).map(([name, schema]) => {
    return [name, defaults === null ? schema : schema.default(defaults[name as keyof T])] as const;
  });
  return z.strictObject(Object.fromEntries(entries)) as unknown as z.ZodType<T, Partial<T>>;
}

/** As `fields`, but null switches the test off; when it is off by default, all fields must be given. */
function test<T extends object>(schema: z.ZodType<T, Partial<T>>, defaults: T | null) {
  const optional = schema.nullable();
  return defaults === null ? optional.default(null) : optional.prefault({});
}

function failsLater(threshold: Threshold): boolean {
  return threshold.fail === null || threshold.fail >= threshold.suspect;
}
const FAILS_LATER = { path: ['fail'], error: 'must not be less than `suspect`' };

function rangeOf(defaults: Range) {
  const edge = z.number();
  const shape = { fail_below: edge, suspect_below: edge, suspect_above: edge, fail_above: edge };
  return fields<Range>(shape, defaults)
    .refine((range) => range.fail_below <= range.suspect_below, {
      path: ['fail_below'],
      error: 'must not be greater than `suspect_below`',
    })
    .refine((range) => range.suspect_below < range.suspect_above, {
      path: ['suspect_below'],
      error: 'must be less than `suspect_above`',
    })
    .refine((range) => range.suspect_above <= range.fail_above, {
      path: ['fail_above'],
      error: 'must not be less than `suspect_above`',
    })
    .prefault({});
}

function thresholdOf(defaults: Threshold | null) {
  return test(fields<Threshold>(threshold, defaults).refine(failsLater, FAILS_LATER), defaults);
}

function flatLineOf(defaults: FlatLine | null) {
  const level = z.number().nullable();
  const shape = {
    tolerance: z.number().positive(),
    suspect_hours: hours,
    fail_hours: hours.nullable(),
    floor: level,
    ceiling: level,
    night_floor: level,
  };
  const schema = fields<FlatLine>(shape, defaults).refine(
    (flat) => flat.fail_hours === null || flat.fail_hours >= flat.suspect_hours,
    { path: ['fail_hours'], error: 'must not be less than `suspect_hours`' },
  );
  return test(schema, defaults);
}

function spatialOf(defaults: Spatial | null) {
  const shape = { ...threshold, least_spread: notNegative, least_share: notNegative };
  return test(fields<Spatial>(shape, defaults).refine(failsLater, FAILS_LATER), defaults);
}

function calibrationOf(defaults: CalibrationAge | null) {
  const shape = { suspect_days: z.number().positive(), fail_days: z.number().positive().nullable() };
  const schema = fields<CalibrationAge>(shape, defaults).refine(
    (age) => age.fail_days === null || age.fail_days >= age.suspect_days,
    { path: ['fail_days'], error: 'must not be less than `suspect_days`' },
  );
  return test(schema, defaults);
}

function limitsOf(parameter: Parameter) {
  const defaults = DEFAULT_LIMITS[parameter];
  const schema = z.strictObject({
    range: rangeOf(defaults.range).meta({ help: 'Outside it a value is suspect or failed (QC-3).' }),
    step: thresholdOf(defaults.step).meta({ help: 'Change from the hour before (QC-4).' }),
    spike: thresholdOf(defaults.spike).meta({ help: 'A peak that the next hour takes back (QC-5).' }),
    flat_line: flatLineOf(defaults.flat_line).meta({ help: 'Hours without change (QC-6).' }),
    spatial: spatialOf(defaults.spatial).meta({
      help: 'Distance from the neighbours in multiples of their MAD (QC-10).',
    }),
    calibration: calibrationOf(defaults.calibration).meta({ help: 'Days since the last calibration (QC-9).' }),
  });
  return schema.prefault({}) satisfies z.ZodType<ParameterLimits>;
}

const flag = (severity: 'suspect' | 'fail') =>
  fields<z.infer<z.ZodObject<typeof flagLimit>>>(flagLimit, { severity, excluded: true }).prefault({});

/**
 * What values are held against and what follows from it. Input: only what differs from the defaults; output: everything.
 * Data of the agreement or of an installation, never code.
 */
export const QualityLimits = z.strictObject({
  parameters: z
    .strictObject({
      pm25: limitsOf('pm25'),
      pm10: limitsOf('pm10'),
      so2: limitsOf('so2'),
      no2: limitsOf('no2'),
      co: limitsOf('co'),
      o3: limitsOf('o3'),
      wind_speed: limitsOf('wind_speed'),
      wind_dir: limitsOf('wind_dir'),
      temp: limitsOf('temp'),
      dew_point: limitsOf('dew_point'),
      rh: limitsOf('rh'),
      pressure: limitsOf('pressure'),
      rain: limitsOf('rain'),
    })
    .prefault({})
    .meta({ help: 'Limits by parameter, each in its own unit.' }),
  flags: z
    .strictObject({
      F: flag('fail'),
      M: flag('suspect'),
      S: flag('suspect'),
      D: flag('fail'),
      C: flag('suspect'),
      T: flag('suspect'),
      B: flag('fail'),
    })
    .prefault({})
    .meta({ help: 'What the letters of HJ 212-2017 table 8 mean for a value (QC-2).' }),
  spike_method: z
    .enum(['average', 'differential'])
    .default('differential')
    .meta({ help: 'How far a peak stands out: above the mean of its neighbours, or above the nearer one (QC-5).' }),
  particle_ratio: z
    .strictObject({ factor: notNegative.default(1.1), offset: notNegative.default(5) })
    .nullable()
    .prefault({})
    .meta({ help: 'PM2.5 above factor * PM10 + offset is inconsistent (QC-7).' }),
  humid_above: z.number().nullable().default(90).meta({ help: 'RH in % above which optical PM is suspect (QC-8).' }),
  night: z
    .strictObject({ from: z.int().min(0).max(23).default(19), to: z.int().min(0).max(23).default(8) })
    .prefault({})
    .meta({ help: 'Local hours at which `night_floor` holds: from <= start of the hour < to, over midnight.' }),
  neighbours: z
    .strictObject({ within_km: z.number().positive().default(30), at_least: z.int().min(3).default(3) })
    .prefault({})
    .meta({ help: 'Who is a neighbour, and how many with a value it takes (QC-10).' }),
  exclude: z
    .array(z.enum(['unknown', 'suspect', 'fail']))
    .default(['fail'])
    .meta({ help: 'Qualities that keep a value out of means, beside excluding flags (QC-13).' }),
});
export type QualityLimits = z.infer<typeof QualityLimits>;
