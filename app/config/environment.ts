import type { Fault } from './fault.ts';
import type { Field } from './fields.ts';
import { isRecord } from './is-record.ts';

/** Lays `LIANFANG_*` over what the file says; a name that is no setting is a fault, so that a typing error is not silence. */
export function applyEnvironment(
  input: Record<string, unknown>,
  {
    env,
    fields,
    faults,
  }: { env: Readonly<Record<string, string | undefined>>; fields: readonly Field[]; faults: Fault[] },
): void {
  const known = new Map<string, { field: Field; file: boolean }>();
  for (const field of fields) {
    if (field.env === undefined) continue;
    known.set(field.env, { field, file: false });
    if (field.secret) known.set(`${field.env}_FILE`, { field, file: true });
  }
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith('LIANFANG_') || text === undefined || RESERVED.has(name)) continue;
    const target = known.get(name);
    if (target === undefined) {
      faults.push({ file: 'environment', path: name, message: 'no such setting: see docs/reference/config.md' });
      continue;
    }
    const path = target.file
      ? [...target.field.path.slice(0, -1), `${target.field.path.at(-1)}_file`]
      : target.field.path;
    setPath(input, path, target.file || target.field.type === 'string' ? text : fromText(text));
  }
}

/** Variables of ours that are not settings. */
const RESERVED = new Set(['LIANFANG_DATA', 'LIANFANG_CONFIG']);

function setPath(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let owner = target;
  for (const name of path.slice(0, -1)) {
    const next = owner[name];
    if (isRecord(next)) owner = next;
    else {
      const created: Record<string, unknown> = {};
      owner[name] = created;
      owner = created;
    }
  }
  owner[path.at(-1) ?? ''] = value;
}

function fromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
