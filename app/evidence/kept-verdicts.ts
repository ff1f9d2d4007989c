import type { KeptVerdict, QualityStore, VerdictChange } from '../../store/quality.ts';

/** Verdicts in memory, as a desk makes them: what `SqliteQuality` is to live operation. */
export class KeptVerdicts implements Pick<QualityStore, 'read'> {
  /** By the end of the hour, then by station and group of tests. */
  readonly #hours = new Map<number, Map<string, VerdictChange>>();

  replace(changes: readonly VerdictChange[]): void {
    for (const change of changes) {
      const hour = this.#hours.get(change.at) ?? new Map<string, VerdictChange>();
      this.#hours.set(change.at, hour);
      const key = `${change.station} ${change.group}`;
      if (change.verdicts.length === 0) hour.delete(key);
      else hour.set(key, change);
    }
  }

  async read({ from, to }: { readonly from: number; readonly to: number }): Promise<KeptVerdict[]> {
    const kept: KeptVerdict[] = [];
    for (const [at, hour] of this.#hours) {
      if (at < from || at >= to) continue;
      for (const { station, periodS, verdicts, measured } of hour.values()) {
        for (const verdict of verdicts) {
          const value = measured[verdict.parameter];
          if (value !== undefined) kept.push({ station, at, periodS, verdict, measured: value });
        }
      }
    }
    return kept;
  }
}
