import type { Station } from '../../domain/air/station.ts';
import type { Grade } from '../../domain/grade/grade.ts';
import type { ForecastLookup } from '../../domain/rule/conditions/compiled.ts';
import type { Rule } from '../../domain/rule/rule.ts';
import type { Text } from '../../domain/rule/text.ts';
import type { GradeTerms } from './grade-watch.ts';

export interface EvaluatorOptions {
  /** Short name of the region: the subject of its own rules. */
  readonly region: string;
  readonly stations: readonly Station[];
  readonly rules: readonly Rule[];
  /** Cities that border on each other. */
  readonly neighbours: readonly (readonly [string, string])[];
  /** The region's hour grid, ms east of UTC. */
  readonly utcOffsetMs: number;
  /** A reading of an hour this many hours newer than an open one closes it (EVA-2). */
  readonly lateHours: number;
  /** Closed hours this young are judged anew when late data changes them (EVA-4). */
  readonly windowHours: number;
  /** Late data is judged when time goes on or `correct` is called, not with every batch. */
  readonly holdCorrections?: boolean;
  /** Names for messages. */
  readonly cityNames: ReadonlyMap<string, Text>;
  readonly regionName: Text;
  readonly forecasts?: ForecastLookup;
  /** How cities and the region are graded; absent: not at all. */
  readonly grades?: GradeTerms;
}

/** What the ledger tells of grades: the note from which counting goes on, and what was told last. */
export interface KnownGrades {
  readonly note?: { readonly at: number; readonly states: string };
  readonly gradeOf: (kind: 'city' | 'region', id: string) => Grade;
}
