import type { CaseStage } from './case-stage.ts';
import { CASE_TABLE, type CaseStep } from './case-table.ts';

/** The stages and what leads from one to another as a Mermaid state diagram: drawn from the table, so that it cannot be wrong. */
export function caseDiagram(): string {
  const ways = new Map<string, string[]>();
  for (const [step, row] of Object.entries(CASE_TABLE) as [CaseStep, (typeof CASE_TABLE)[CaseStep]][]) {
    for (const [from, targets] of Object.entries(row)) {
      for (const to of targets === false ? [] : targets) {
        if (to === from) continue;
        const way = `${from === 'none' ? '[*]' : from} --> ${to}`;
        ways.set(way, [...(ways.get(way) ?? []), step]);
      }
    }
  }
  const ends: readonly CaseStage[] = ['closed', 'withdrawn'];
  return [
    'stateDiagram-v2',
    ...[...ways].map(([way, steps]) => `  ${way}: ${steps.join(', ')}`),
    ...ends.map((end) => `  ${end} --> [*]`),
    '',
  ].join('\n');
}
