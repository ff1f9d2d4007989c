import { z } from 'zod';
import { PARAMETERS } from '../../domain/air/parameter.ts';
import { FLAGS } from '../../domain/air/reading.ts';
import { unitConversion, unitsOf } from '../profiles/unit-conversion.ts';

/** What a SensorThings Datastream is to us. Its unit is declared here: nothing is guessed from an observation. */
export const Datastream = z
  .strictObject({
    station: z.string().min(1),
    parameter: z.enum(PARAMETERS),
    unit: z.string(),
    /** Seconds that one observation stands for when its phenomenonTime is an instant. */
    period: z.int().min(0).max(86_400).default(0),
    /** Whether such an instant is the end of the period or its start. */
    stamps: z.enum(['end', 'start']).default('end'),
    /** HJ 212 letters for the values of resultQuality that are none; `*` stands for all others. */
    quality: z.record(z.string(), z.enum(FLAGS)).default({}),
  })
  .superRefine(({ parameter, unit }, context) => {
    if (unitConversion(parameter, unit) !== undefined) return;
    const known = unitsOf(parameter).join(', ');
    context.addIssue({ code: 'custom', path: ['unit'], message: `${parameter} has the units ${known}` });
  });

export type Datastream = z.output<typeof Datastream>;

/** The registry of datastreams, by `@iot.id` without quotes. Two of them must not feed the same parameter of a station. */
export const Datastreams = z.record(z.string().min(1).max(128), Datastream).superRefine((streams, context) => {
  const feeds = new Map<string, string>();
  for (const [id, { station, parameter }] of Object.entries(streams)) {
    const feed = `${station} ${parameter}`;
    const other = feeds.get(feed);
    if (other !== undefined) {
      context.addIssue({ code: 'custom', path: [id], message: `${feed} is fed by datastream ${other} already` });
    }
    feeds.set(feed, id);
  }
});

export type Datastreams = z.output<typeof Datastreams>;
