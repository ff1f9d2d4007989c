import { z } from 'zod';
import { Rule } from '../rule/rule.ts';
import { Text } from '../rule/text.ts';

const id = z.string().regex(/^[^/+#\s]+$/, 'no spaces and none of / + # (it is a level of an MQTT topic)');

const Region = z.strictObject({
  id: id.meta({ help: 'Short name of the region, used in notices.', example: 'demo' }),
  name: Text.meta({ help: 'Name of the region in both languages.' }),
  utc_offset: z
    .string()
    .regex(/^[+-](0\d|1[0-4]):[0-5]\d$/, 'an offset such as +08:00')
    .default('+08:00')
    .meta({ help: 'The clock on which hours begin and end.', example: '+08:00' }),
});

const City = z.strictObject({
  id: id.meta({ help: 'As in the `city` column of the stations file.' }),
  name: Text,
  adcode: z
    .string()
    .regex(/^\d{6}$/, 'six digits')
    .exactOptional()
    .meta({ help: 'GB/T 2260 code.', example: '110000' }),
});

const Lateness = z.strictObject({
  late_hours: z
    .int()
    .min(0)
    .max(72)
    .default(1)
    .meta({ help: 'An open hour is closed by a reading this many hours newer than the next one (EVA-2).' }),
  close_after_minutes: z
    .int()
    .min(0)
    .max(1440)
    .default(20)
    .meta({ help: 'An hour is closed this long after its end at the latest (EVA-3) ...' }),
  quiet_seconds: z
    .int()
    .min(0)
    .max(86_400)
    .default(60)
    .meta({ help: '... once nothing of it has come for this long.' }),
  window_hours: z
    .int()
    .min(1)
    .max(8_760)
    .default(72)
    .meta({ help: 'A reading that comes more than this long after its period is stored and marked as late (LAT-5).' }),
});

/** What the cities of a region have agreed: who belongs to it, what is watched, and when an hour is judged. Data, not code. */
export const Agreement = z
  .strictObject({
    region: Region,
    cities: z
      .array(City)
      .default([])
      .meta({ help: 'Names and codes; a city that is only in the stations file is shown by its id.' }),
    lateness: Lateness.prefault({}),
    rules: z.array(Rule).default([]).meta({ help: 'What is watched (docs/spec/rules.md).' }),
  })
  .superRefine((agreement, context) => {
    uniqueIds(agreement.rules, 'rules', context);
    uniqueIds(agreement.cities, 'cities', context);
  });
export type Agreement = z.infer<typeof Agreement>;

/** Milliseconds east of UTC of an offset such as `+05:30`. */
export function utcOffsetMs(offset: string): number {
  const [hours, minutes] = offset.slice(1).split(':').map(Number);
  return (offset.startsWith('-') ? -1 : 1) * ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000;
}

/** Reports every id that stands twice in a list. */
export function uniqueIds(items: readonly { id: string }[], path: string, context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (seen.has(item.id)) {
      context.addIssue({ code: 'custom', path: [path, index, 'id'], message: `"${item.id}" is there twice` });
    }
    seen.add(item.id);
  }
}
