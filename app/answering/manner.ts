import { z } from 'zod';

/**
 * How fast a modelled jurisdiction answers. `prompt`: in the first eighth of its time; `slow`: in the last tenth of it, or after the first
 * reminder; `silent`: never.
 */
export const Pace = z.enum(['prompt', 'slow', 'silent']);
export type Pace = z.infer<typeof Pace>;

const Colour = z.enum(['blue', 'yellow', 'orange', 'red']);

const Details = z
  .strictObject({
    pace: Pace.default('prompt').meta({ help: 'How fast it answers. 答复快慢。' }),
    position: z.enum(['agree', 'agree_higher', 'object']).default('agree').meta({
      help: 'What it says when it is asked. 会商时的表态。',
    }),
    grade: Colour.exactOptional().meta({ help: 'With `agree_higher`. 与 agree_higher 同用。' }),
    referral: z.enum(['accept', 'decline']).default('accept').meta({
      help: 'What it says to a case that is referred to it. 对移送案件的答复。',
    }),
    at_once: z.boolean().default(false).meta({
      help: 'As the coordinator: issues without a consultation where measured air allows it. 作为牵头方：实测达标时不经会商直接发布。',
    }),
  })
  .refine(({ position, grade }) => (position === 'agree_higher') === (grade !== undefined), {
    path: ['grade'],
    error: 'goes with `position: agree_higher`, and only with it',
  });

/** A pace alone, or with what is said: `silent`, `{ pace: slow, position: object }`. */
export const Manner = z.union([Pace.transform((pace) => Details.parse({ pace })), Details]);
export type Manner = z.infer<typeof Manner>;

/** Answers at that pace, and agrees to everything. */
export function mannerOf(pace: Pace): Manner {
  return Manner.parse(pace);
}
