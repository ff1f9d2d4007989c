import { createHash } from 'node:crypto';
import type { Rule } from '../domain/rule/rule.ts';
import type { Json, LedgerEvent, NewEvent } from '../store/ledger.ts';

interface Registered {
  readonly hash: string;
  /** End of the newest hour judged before the rule began to watch, epoch ms; null: it has watched from the beginning. */
  readonly since: number | null;
}

/**
 * Since when each rule watches as it stands now, as the ledger tells it: a rule that is new or was changed judges no hour that was
 * judged before (EVA-13), also not after a restart.
 */
export class RuleRegister {
  readonly #registered = new Map<string, Registered>();

  /** Takes up a recorded event; others pass by. */
  apply({ type, data }: LedgerEvent): void {
    const rule = data['rule'];
    if (type === 'rule.dropped' && typeof rule === 'string') this.#registered.delete(rule);
    if (type !== 'rule.watched' || typeof rule !== 'string') return;
    const { hash, since } = data;
    if (typeof hash === 'string') this.#registered.set(rule, { hash, since: typeof since === 'number' ? since : null });
  }

  /** What is to be recorded so that the ledger knows these rules, and which of them it knew differently. */
  changes(
    rules: readonly Rule[],
    at: number,
    since: number | null,
  ): {
    readonly events: readonly { readonly stream: string; readonly event: NewEvent }[];
    readonly changed: ReadonlySet<string>;
  } {
    const events: { stream: string; event: NewEvent }[] = [];
    const changed = new Set<string>();
    const ids = new Set(rules.map(({ id }) => id));
    for (const id of this.#registered.keys()) {
      if (ids.has(id)) continue;
      changed.add(id);
      events.push({ stream: streamOf(id), event: { type: 'rule.dropped', at, data: { rule: id } } });
    }
    for (const rule of rules) {
      const hash = hashOf(rule);
      const known = this.#registered.get(rule.id);
      if (known?.hash === hash) continue;
      if (known !== undefined) changed.add(rule.id);
      const data = { rule: rule.id, hash, since, text: rule as unknown as Json };
      events.push({ stream: streamOf(rule.id), event: { type: 'rule.watched', at, data } });
    }
    return { events, changed };
  }

  /** Epoch ms; -Infinity when it has watched from the beginning. */
  since(rule: string): number {
    return this.#registered.get(rule)?.since ?? Number.NEGATIVE_INFINITY;
  }
}

function streamOf(rule: string): string {
  return `rule/${rule}`;
}

function hashOf(rule: Rule): string {
  return createHash('sha256').update(JSON.stringify(rule, sortedKeys)).digest('hex');
}

/** The order in which a file names its fields is not part of a rule. */
function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
