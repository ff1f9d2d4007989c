import type { QualityTest, Verdict } from '../../domain/air/quality/verdict.ts';

/** Verdicts made since the start of the process, by test and severity; a reading that comes twice is judged twice. */
export class QualityCounters {
  readonly #counts = new Map<QualityTest, { suspect: number; fail: number }>();
  /** How often verdicts could not be written and were kept for later. */
  writesFailed = 0;

  count(verdicts: readonly Verdict[]): void {
    for (const { test, severity } of verdicts) {
      let counts = this.#counts.get(test);
      if (counts === undefined) {
        counts = { suspect: 0, fail: 0 };
        this.#counts.set(test, counts);
      }
      counts[severity] += 1;
    }
  }

  *entries(): Iterable<{ readonly test: QualityTest; readonly severity: Verdict['severity']; readonly count: number }> {
    for (const [test, { suspect, fail }] of this.#counts) {
      yield { test, severity: 'suspect', count: suspect };
      yield { test, severity: 'fail', count: fail };
    }
  }
}
