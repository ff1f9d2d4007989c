import { z } from 'zod';
import { PARAMETERS } from '../../domain/air/parameter.ts';

const Series = z.partialRecord(z.enum(PARAMETERS), z.union([z.string(), z.number().transform(String)]));
const Hour = z.int().min(0).max(10_000);

const StationGiven = z.union([
  z
    .string()
    .min(1)
    .transform((city) => ({ city })),
  z.strictObject({
    city: z.string().min(1),
    lon: z.number().min(-180).max(180).exactOptional(),
    lat: z.number().min(-90).max(90).exactOptional(),
    operator: z.string().min(1).exactOptional(),
    background: z.boolean().exactOptional(),
  }),
]);

const EVENTS = ['raised', 'returned', 'corrected', 'withdrawn'] as const;

/** One event on the time line: of an alert (`raised: rule`), or of a grade (`grade: yellow`). */
const Expected = z
  .strictObject({
    hour: Hour.meta({ help: 'It is told of the hour that ends so many hours after `start`.' }),
    on: z.string().min(1).meta({ help: 'Id of the station, city, pair (`a>b`) or region.' }),
    raised: z.string().exactOptional(),
    returned: z.string().exactOptional(),
    corrected: z.string().exactOptional(),
    withdrawn: z.string().exactOptional(),
    grade: z.enum(['none', 'blue', 'yellow', 'orange', 'red']).exactOptional(),
    notice: z.enum(['ozone', 'dust', 'over']).exactOptional(),
    value: z.number().exactOptional().meta({ help: 'Of an alert: what raised or returned it.' }),
    reason: z.string().exactOptional(),
  })
  .superRefine((expected, context) => {
    const kinds = [...EVENTS, 'grade', 'notice'] as const;
    if (kinds.filter((kind) => expected[kind] !== undefined).length !== 1) {
      context.addIssue({ code: 'custom', message: `needs exactly one of ${kinds.join(', ')}` });
    }
  });
export type Expected = z.infer<typeof Expected>;

const Block = z.strictObject({
  after: Hour.exactOptional().meta({ help: 'Comes when this hour is closed; absent: when all are.' }),
  series: z.record(z.string(), Series).meta({ help: 'Values that come late, or again with another value.' }),
});

const ForecastGiven = z.strictObject({
  on: z.string().min(1).meta({ help: 'City.' }),
  hour: Hour.default(0).meta({ help: 'Issued when this hour ended.' }),
  issuer: z.string().min(1).default('bureau'),
  days: z
    .partialRecord(z.enum(['aqi', 'pm25', 'pm10', 'so2', 'no2', 'co', 'o3']), z.array(z.number()).min(1))
    .meta({ help: 'Values from the day of issue on.' }),
});

const RuleTest = z.strictObject({
  name: z.string().min(1),
  start: z.string().exactOptional().meta({ help: 'Begin of hour 1, ISO 8601 with offset.' }),
  quality: z.boolean().default(false).meta({ help: 'Send the series through quality control.' }),
  only: z.array(z.string()).min(1).exactOptional().meta({ help: 'Rules that the time line is about, and `grades`.' }),
  series: z.record(z.string(), Series),
  forecasts: z.array(ForecastGiven).default([]),
  // biome-ignore lint/suspicious/noThenProperty: the word of the file; a test is never awaited
  then: z.array(Block).default([]),
  expect: z.array(Expected),
});
export type RuleTest = z.infer<typeof RuleTest>;

/** A file of tests: an agreement or rules of its own, stations, and tests (docs/spec/rule-tests.md). */
export const RuleTestFile = z
  .strictObject({
    agreement: z.string().exactOptional().meta({ help: 'File or folder, from where this file lies.' }),
    rules: z.array(z.unknown()).min(1).exactOptional(),
    grades: z.unknown().exactOptional(),
    lateness: z.unknown().exactOptional(),
    cities: z.record(z.string(), z.array(z.string())).default({}).meta({ help: 'Neighbours of each city.' }),
    stations: z.record(z.string(), StationGiven),
    tests: z.array(RuleTest).min(1),
  })
  .superRefine((file, context) => {
    if ((file.agreement === undefined) === (file.rules === undefined)) {
      context.addIssue({ code: 'custom', message: 'needs either `agreement` or `rules`' });
    }
    if (file.agreement !== undefined && Object.keys(file.cities).length > 0) {
      context.addIssue({ code: 'custom', path: ['cities'], message: 'belongs to `rules`: an agreement has its own' });
    }
  });
export type RuleTestFile = z.infer<typeof RuleTestFile>;
