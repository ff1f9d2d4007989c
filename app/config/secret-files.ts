import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Fault } from './fault.ts';
import type { Field } from './fields.ts';
import { isRecord } from './is-record.ts';

/** `token_file: path` beside or instead of `token: ...`: the secret is the file's text without the last line end. */
export function readSecretFiles(
  input: Record<string, unknown>,
  context: { fields: readonly Field[]; faults: Fault[]; file: string; directory: string },
): void {
  for (const { path } of context.fields.filter(({ secret }) => secret)) {
    for (const owner of owners(input, path.slice(0, -1))) {
      const name = path.at(-1) ?? '';
      const key = `${name}_file`;
      const from = owner[key];
      if (from === undefined) continue;
      delete owner[key];
      const place = { file: context.file, path: [...path.slice(0, -1), key].join('.') };
      if (typeof from !== 'string') context.faults.push({ ...place, message: 'must be a path' });
      else {
        try {
          owner[name] = readFileSync(resolve(context.directory, from), 'utf8').replace(/\r?\n$/, '');
        } catch (error) {
          context.faults.push({
            ...place,
            message: `cannot be read: ${error instanceof Error ? error.message : error}`,
          });
        }
      }
    }
  }
}

function* owners(value: unknown, path: readonly string[]): Iterable<Record<string, unknown>> {
  const [head, ...rest] = path;
  if (head === '[]') for (const item of Array.isArray(value) ? value : []) yield* owners(item, rest);
  else if (isRecord(value)) {
    if (head === undefined) yield value;
    else yield* owners(value[head], rest);
  }
}
