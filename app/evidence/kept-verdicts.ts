import type { KeptVerdict, QualityStore, VerdictChange } from '../../store/quality.ts';

/** Verdicts in memory, as a desk makes them: what `SqliteQuality` is to live operation. */
export class KeptVerdicts implements Pick<QualityStore, 'read'> {
  readonly #byPeriod = new Map<string, VerdictChange>();

  replace(changes: readonly VerdictChange[]): void {
    for (const change of changes) {
      const key = `${change.at} ${change.station} ${change.group}`;
      if (change.verdicts.length === 0) this.#byPeriod.delete(key);
      else this.#byPeriod.set(key, change);
    }
  }

  async read({ from, to }: { readonly from: number; readonly to: number }): Promise<KeptVerdict[]> {
    const kept: KeptVerdict[] = [];
    for (const { station, at, periodS, verdicts, measured } of this.#byPeriod.values()) {
      if (at < from || at >= to) continue;
      for (const verdict of verdicts) {
        const value = measured[verdict.parameter];
        if (value !== undefined) kept.push({ station, at, periodS, verdict, measured: value });
      }
    }
    return kept;
  }
}
