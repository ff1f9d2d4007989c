/** One alert of a rule on a subject, in hours. */
export interface Span {
  readonly raised: number;
  /** Null: open. */
  returned: number | null;
  value: number | null;
}

/**
 * The alerts of one rule within the window, by subject: what a rule's standing in any hour follows from, together with the values.
 * A correction compares with it, a restart begins from it.
 */
export class AlertHistory {
  readonly #spans = new Map<number, Span[]>();

  /** Oldest first. */
  of(subject: number): readonly Span[] {
    return this.#spans.get(subject) ?? NONE;
  }

  subjects(): Iterable<number> {
    return this.#spans.keys();
  }

  add(subject: number, span: Span): void {
    const spans = this.#spans.get(subject);
    if (spans === undefined) this.#spans.set(subject, [span]);
    else {
      spans.push(span);
      if ((spans.at(-2)?.raised ?? 0) > span.raised) spans.sort((a, b) => a.raised - b.raised);
    }
  }

  /** Spans raised at or after the hour are replaced. */
  replaceFrom(subject: number, hour: number, spans: readonly Span[]): void {
    const kept = this.of(subject).filter(({ raised }) => raised < hour);
    this.#spans.set(subject, [...kept, ...spans]);
  }

  /** The span that is open after the hour was judged. */
  openAfter(subject: number, hour: number): Span | undefined {
    return this.of(subject).findLast(
      ({ raised, returned }) => raised <= hour && (returned === null || returned > hour),
    );
  }

  /** Raises in (since, before). */
  raises(subject: number, since: number, before: number): number {
    let count = 0;
    for (const { raised } of this.of(subject)) if (raised > since && raised < before) count += 1;
    return count;
  }

  /** Forgets what ended at or before the hour. */
  forget(subject: number, through: number): void {
    const spans = this.#spans.get(subject);
    const first = spans?.[0];
    if (spans === undefined || first === undefined || first.returned === null || first.returned > through) return;
    const kept = spans.filter(({ returned }) => returned === null || returned > through);
    if (kept.length === 0) this.#spans.delete(subject);
    else this.#spans.set(subject, kept);
  }
}

const NONE: readonly Span[] = Object.freeze([]);
