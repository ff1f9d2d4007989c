import { z } from 'zod';
import { Averaging, Quantity } from './quantity.ts';

const measured = {
  quantity: Quantity,
  over: Averaging.default('hour').meta({ help: 'instant, hour, 8h, 24h (running means) or day (natural day).' }),
};

/** A value against a limit (CON-1): strictly above, strictly below, or outside a span; `clear` is where it ends. */
const Threshold = z
  .strictObject({
    kind: z.literal('threshold'),
    ...measured,
    above: z.number().exactOptional().meta({ help: 'True when strictly above.' }),
    below: z.number().exactOptional().meta({ help: 'True when strictly below.' }),
    outside: z
      .tuple([z.number(), z.number()])
      .exactOptional()
      .meta({ help: 'True below the first or above the second.' }),
    clear: z
      .union([z.number(), z.tuple([z.number(), z.number()])])
      .exactOptional()
      .meta({ help: 'An open alert stays until the value is strictly past this; default the limit itself.' }),
  })
  .superRefine((leaf, context) => {
    const limits = [leaf.above, leaf.below, leaf.outside].filter((limit) => limit !== undefined);
    if (limits.length !== 1) {
      context.addIssue({ code: 'custom', message: 'needs exactly one of above, below, outside' });
      return;
    }
    const { above, below, outside, clear } = leaf;
    const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (outside !== undefined) {
      if (outside[0] > outside[1]) fault('outside', 'the first must not be greater than the second');
      if (clear === undefined) return;
      if (typeof clear === 'number') fault('clear', 'is a span [low, high] inside `outside`');
      else if (clear[0] < outside[0] || clear[1] > outside[1] || clear[0] > clear[1])
        fault('clear', 'must lie inside `outside`');
    } else if (clear !== undefined && typeof clear !== 'number') fault('clear', 'is one number here');
    else if (above !== undefined && typeof clear === 'number' && clear > above)
      fault('clear', 'must not be greater than `above`: it would end before it begins');
    else if (below !== undefined && typeof clear === 'number' && clear < below)
      fault('clear', 'must not be less than `below`: it would end before it begins');
  });

/** A value that has grown by more than `by` within `in_hours` (CON-2). A negative `by` is a fall. */
const Rise = z.strictObject({
  kind: z.literal('rise'),
  ...measured,
  by: z.number().meta({ help: 'True when the value has grown by more than this; negative: fallen by more.' }),
  in_hours: z.int().min(1).max(48),
});

/** A value unlike its own past at that hour of the day (CON-3): robust z = (x - median) / (1.4826 MAD). */
const UnlikePast = z.strictObject({
  kind: z.literal('unlike_past'),
  quantity: Quantity,
  z: z.number().positive().meta({ help: 'True when the robust z is above this.' }),
  clear_z: z.number().positive().exactOptional(),
  days: z.int().min(5).max(60).default(30).meta({ help: 'How many days back.' }),
  min_days: z.int().min(3).max(60).default(10).meta({ help: 'With fewer it refuses to judge.' }),
  min_spread: z.number().positive().default(1).meta({ help: 'The spread is taken as at least this, in the unit.' }),
});

/** A station unlike the stations around it (CON-4): robust z against their median. */
const UnlikeNeighbours = z.strictObject({
  kind: z.literal('unlike_neighbours'),
  quantity: Quantity,
  z: z.number().positive(),
  clear_z: z.number().positive().exactOptional(),
  within_km: z.number().positive().max(300).default(30),
  min_neighbours: z.int().min(3).max(50).default(3).meta({ help: 'With fewer it refuses to judge.' }),
  min_spread: z.number().positive().default(5),
});

/** Nothing valid for so many hours (CON-5); a station that never reported is absent too. */
const Absent = z.strictObject({
  kind: z.literal('absent'),
  hours: z.int().min(1).max(72).meta({ help: 'Hours without a single valid value.' }),
});

/** A forecast for a day (CON-6). */
const Forecast = z.strictObject({
  kind: z.literal('forecast'),
  quantity: z.enum(['aqi', 'pm25', 'pm10', 'so2', 'no2', 'co', 'o3']),
  above: z.number(),
  day: z.int().min(0).max(10).meta({ help: 'Days ahead; 0 is today.' }),
  days: z.int().min(1).max(10).default(1).meta({ help: 'So many days in a row from there.' }),
  issuer: z.string().exactOptional().meta({ help: "Only this issuer; absent: the agreement's order of issuers." }),
});

/**
 * Pollution that the wind brings from a neighbour (CON-8): a station of the neighbour lies upwind within the angle, was above the limit
 * when the air left it, and the air could have arrived by now. Refuses in calm or changing wind.
 */
const Upwind = z.strictObject({
  kind: z.literal('upwind'),
  quantity: Quantity,
  above: z.number().meta({ help: "The neighbour's station must have been above this when the air left it." }),
  within_degrees: z.number().min(5).max(90).default(30),
  within_hours: z.int().min(1).max(12).default(6).meta({ help: 'Longest way of the air.' }),
  within_km: z.number().positive().max(300).default(100),
  min_wind: z.number().min(0.5).max(10).default(1).meta({ help: 'Below this mean wind (m/s) it refuses.' }),
  min_confidence: z.number().min(0).max(1).default(0.5),
});

interface QuorumInput {
  kind: 'quorum';
  of: 'station' | 'city';
  when: ConditionInput;
  at_least?: number;
  share?: number;
  contiguous?: number;
  max_per_operator?: number;
  min_members?: number;
}
interface QuorumOutput extends Omit<QuorumInput, 'when'> {
  readonly when: Condition;
  readonly min_members: number;
}

type Leaf =
  | z.infer<typeof Threshold>
  | z.infer<typeof Rise>
  | z.infer<typeof UnlikePast>
  | z.infer<typeof UnlikeNeighbours>
  | z.infer<typeof Absent>
  | z.infer<typeof Forecast>
  | z.infer<typeof Upwind>;
type LeafInput =
  | z.input<typeof Threshold>
  | z.input<typeof Rise>
  | z.input<typeof UnlikePast>
  | z.input<typeof UnlikeNeighbours>
  | z.input<typeof Absent>
  | z.input<typeof Forecast>
  | z.input<typeof Upwind>;

/** A condition on one subject in one hour: true, false, or unknown when too little is known to say (docs/spec/conditions.md). */
export type Condition =
  | Leaf
  | QuorumOutput
  | { readonly kind: 'all' | 'any'; readonly of: Condition[] }
  | { readonly kind: 'not'; readonly when: Condition };
export type ConditionInput =
  | LeafInput
  | QuorumInput
  | { kind: 'all' | 'any'; of: ConditionInput[] }
  | { kind: 'not'; when: ConditionInput };

/** k of n members in the same hour (CON-7), counted after quality control; it refuses when fewer than `min_members` can be judged. */
const Quorum = z
  .strictObject({
    kind: z.literal('quorum'),
    of: z.enum(['station', 'city']),
    get when(): z.ZodType<Condition, ConditionInput> {
      return Condition;
    },
    at_least: z.int().min(1).exactOptional().meta({ help: 'So many members.' }),
    share: z.number().gt(0).max(1).exactOptional().meta({ help: 'Such a share of the members that can be judged.' }),
    contiguous: z.int().min(2).exactOptional().meta({ help: 'So many cities that border on each other.' }),
    max_per_operator: z
      .int()
      .min(1)
      .exactOptional()
      .meta({ help: "Of one operator's stations at most so many count." }),
    min_members: z.int().min(1).default(1).meta({ help: 'Refuses when fewer can be judged.' }),
  })
  .superRefine((quorum, context) => {
    const { at_least, share, contiguous, of, max_per_operator } = quorum;
    if (at_least === undefined && share === undefined && contiguous === undefined)
      context.addIssue({ code: 'custom', message: 'needs at least one of at_least, share, contiguous' });
    if (contiguous !== undefined && of !== 'city')
      context.addIssue({ code: 'custom', path: ['contiguous'], message: 'only cities border on each other' });
    if (max_per_operator !== undefined && of !== 'station')
      context.addIssue({ code: 'custom', path: ['max_per_operator'], message: 'only stations have operators' });
  });

const All = z.strictObject({
  kind: z.literal('all'),
  get of(): z.ZodArray<z.ZodType<Condition, ConditionInput>> {
    return z.array(Condition).min(1);
  },
});
const Any = z.strictObject({
  kind: z.literal('any'),
  get of(): z.ZodArray<z.ZodType<Condition, ConditionInput>> {
    return z.array(Condition).min(1);
  },
});
const Not = z.strictObject({
  kind: z.literal('not'),
  get when(): z.ZodType<Condition, ConditionInput> {
    return Condition;
  },
});

export const Condition: z.ZodType<Condition, ConditionInput> = z.discriminatedUnion('kind', [
  Threshold,
  Rise,
  UnlikePast,
  UnlikeNeighbours,
  Absent,
  Forecast,
  Upwind,
  Quorum,
  All,
  Any,
  Not,
]) as unknown as z.ZodType<Condition, ConditionInput>;

/** One kind of leaf, by its name. */
export type ConditionOf<Kind extends Condition['kind']> = Extract<Condition, { readonly kind: Kind }>;

/** The condition and all that it is made of, outermost first. */
export function* conditionsIn(condition: Condition): Iterable<Condition> {
  yield condition;
  if (condition.kind === 'all' || condition.kind === 'any') for (const part of condition.of) yield* conditionsIn(part);
  else if (condition.kind === 'not' || condition.kind === 'quorum') yield* conditionsIn(condition.when);
}
