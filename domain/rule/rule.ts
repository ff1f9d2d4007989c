import { z } from 'zod';
import { isParameter } from '../air/parameter.ts';
import { Condition, conditionsIn } from './condition.ts';
import { Text } from './text.ts';

const PLACEHOLDERS = ['subject', 'quantity', 'value', 'limit', 'hours', 'members', 'neighbour'];

/** A message with placeholders; one that nothing fills would reach people as it stands. */
const Template = Text.superRefine((text, context) => {
  for (const language of ['zh', 'en'] as const) {
    for (const [whole, name = ''] of text[language].matchAll(/\{(\w+)\}/g)) {
      if (PLACEHOLDERS.includes(name)) continue;
      const message = `there is no placeholder ${whole}; there are {${PLACEHOLDERS.join('} {')}}`;
      context.addIssue({ code: 'custom', path: [language], message });
    }
  }
});

const MonthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'month and day, e.g. "11-15"');

/** What is watched, on whom, for how long, and what is said (docs/spec/rules.md). */
export const Rule = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens, e.g. city-aqi-200'),
    on: z
      .enum(['station', 'city', 'region', 'pair'])
      .meta({ help: 'Every station, every city, the region, or every ordered pair of neighbouring cities.' }),
    only: z
      .array(z.string())
      .min(1)
      .exactOptional()
      .meta({ help: 'Limit the rule to these stations, cities or pairs (`jia>yi`).' }),
    when: Condition.meta({ help: 'The condition (docs/spec/conditions.md).' }),
    for_hours: z.int().min(1).max(72).default(1).meta({ help: 'Consecutive hours true before it is raised.' }),
    for_minutes: z.int().min(0).max(1440).exactOptional().meta({
      help: 'Only with `over: instant`: every reading of so long must be true; the hours above do not apply.',
    }),
    clear_hours: z.int().min(1).max(72).default(1).meta({ help: 'Consecutive hours false before it returns.' }),
    hold_hours: z.int().min(0).max(72).default(0).meta({ help: 'Stays open at least so long.' }),
    flap: z
      .strictObject({ raises: z.int().min(2).max(20), within_hours: z.int().min(2).max(72) })
      .exactOptional()
      .meta({ help: 'So many raises within so many hours: the last one stays open until a whole span is quiet.' }),
    season: z
      .strictObject({ from: MonthDay, to: MonthDay })
      .exactOptional()
      .meta({ help: 'Only between these days of the year, both inclusive; may go over New Year.' }),
    hours: z
      .strictObject({ from: z.int().min(0).max(23), to: z.int().min(1).max(24) })
      .exactOptional()
      .meta({ help: 'Only hours of the day that end after `from` and not after `to`; may go over midnight.' }),
    priority: z.int().min(1).max(4).meta({ help: '1 is the most urgent.' }),
    shadow: z.boolean().default(false).meta({ help: 'Evaluated and recorded, nobody is told.' }),
    message: Template.meta({ help: `Placeholders: {${PLACEHOLDERS.join('} {')}}.` }),
  })
  .superRefine((rule, context) => {
    for (const message of instantFaults(rule)) context.addIssue({ code: 'custom', path: ['when'], message });
    for (const condition of conditionsIn(rule.when)) {
      const fault = misplaced(rule.on, condition.kind, condition === rule.when ? undefined : rule.when.kind);
      if (fault !== undefined) context.addIssue({ code: 'custom', path: ['when'], message: fault });
    }
  });
export type Rule = z.infer<typeof Rule>;

/** Whether a rule judges readings as they come instead of hours. */
export function isInstant(rule: Pick<Rule, 'when'>): boolean {
  return rule.when.kind === 'threshold' && rule.when.over === 'instant';
}

function* instantFaults(rule: {
  readonly on: string;
  readonly when: Condition;
  readonly for_minutes?: number;
}): Iterable<string> {
  const instants = [...conditionsIn(rule.when)].filter((part) => 'over' in part && part.over === 'instant');
  if (instants.length === 0) {
    if (rule.for_minutes !== undefined) yield 'for_minutes is for `over: instant`: use for_hours';
    return;
  }
  const { when } = rule;
  if (when.kind !== 'threshold' || rule.on !== 'station') yield '`over: instant` stands alone, in a rule on stations';
  else if (!isParameter(when.quantity)) yield 'a single reading has no index: `over: instant` needs a parameter';
}

/** Which conditions make no sense on which subjects. Inside a quorum they are about its members and are checked there. */
function misplaced(on: string, kind: Condition['kind'], outer: Condition['kind'] | undefined): string | undefined {
  if (outer === 'quorum') return undefined;
  if (on === 'region' && !['quorum', 'all', 'any', 'not'].includes(kind))
    return `${kind} is not about a region: use a quorum`;
  if (on === 'pair' && !['upwind', 'all', 'any', 'not', 'threshold', 'rise'].includes(kind))
    return `${kind} is not about a pair`;
  if (on === 'station' && (kind === 'quorum' || kind === 'forecast')) return `${kind} is not about a station`;
  if (on === 'city' && kind === 'unlike_neighbours') return 'unlike_neighbours is about stations';
  return undefined;
}
