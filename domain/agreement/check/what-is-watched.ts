import type { Rule } from '../../rule/rule.ts';

/** What a rule watches and how, without its name, urgency and words: equal texts are equal rules. Order within `only`, `all`, `any` does not count. */
export function whatIsWatched(rule: Rule): string {
  const { id: _id, priority: _priority, message: _message, only, ...rest } = rule;
  return canonical({ ...rest, ...(only === undefined ? {} : { only: only.toSorted() }) });
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    const items = value.map(canonical);
    // A list of conditions is a set; a list of numbers (`outside`) is not.
    return `[${(value.every((item) => typeof item === 'object') ? items.toSorted() : items).join()}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`)
    .join()}}`;
}
