import { AT_STAGE, AT_STANDING, type WarningStep } from './step-table.ts';

type Table<Place extends string> = Readonly<Record<WarningStep, Readonly<Record<Place, readonly Place[] | false>>>>;

/** Where the warning stands as a whole, and what leads from one standing to another: drawn from the table, so that it cannot be wrong. */
export function standingDiagram(): string {
  return drawn(AT_STANDING, { begin: 'absent', ends: ['reviewed', 'withdrawn'] });
}

/** The same of the open question: whether to issue, to step up or down, or to issue again. */
export function stageDiagram(): string {
  return drawn(AT_STAGE, { begin: 'none', ends: [] });
}

function drawn<Place extends string>(
  table: Table<Place>,
  { begin, ends }: { readonly begin: Place; readonly ends: readonly Place[] },
): string {
  const ways = new Map<string, string[]>();
  const name = (place: Place) => (place === begin ? '[*]' : place);
  for (const [step, row] of Object.entries(table) as [WarningStep, Table<Place>[WarningStep]][]) {
    for (const [from, targets] of Object.entries(row) as [Place, readonly Place[] | false][]) {
      for (const to of targets === false ? [] : targets) {
        if (to === from) continue;
        const way = `${name(from)} --> ${name(to)}`;
        ways.set(way, [...(ways.get(way) ?? []), step]);
      }
    }
  }
  return [
    'stateDiagram-v2',
    ...[...ways].map(([way, steps]) => `  ${way}: ${steps.join(', ')}`),
    ...ends.map((end) => `  ${end} --> [*]`),
    '',
  ].join('\n');
}
