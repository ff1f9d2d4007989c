import type { Attachment, Officer } from '../../domain/enforcement/case-command.ts';
import type { CommandForm, Field } from './command-form.ts';

/** What a field holds while it is filled in. Times are Beijing time, `YYYY-MM-DDTHH:MM`. */
export type FieldValue =
  | string
  | readonly string[]
  | readonly Officer[]
  | readonly Attachment[]
  | { readonly from: string; readonly to: string }
  | Readonly<Record<string, string>>;
export type FieldValues = Readonly<Record<string, FieldValue | undefined>>;

/** The body of the command, or the fields that still want something. */
export function formBody(
  { fields }: CommandForm,
  values: FieldValues,
): { readonly body: object } | { readonly missing: readonly string[] } {
  const body: Record<string, unknown> = {};
  const missing: string[] = [];
  for (const field of fields) {
    if (!isAsked(field, values)) {
      if (field.otherwise !== undefined) put(body, field, field.otherwise);
      continue;
    }
    const value = sentValue(field, values[field.name]);
    if (value !== undefined) put(body, field, value);
    else if (field.optional !== true) missing.push(field.name);
    else if (field.empty !== undefined) put(body, field, field.empty === 'null' ? null : '');
  }
  return missing.length > 0 ? { missing } : { body };
}

/** Whether the field is asked for, as the others stand. */
export function isAsked({ when }: Field, values: FieldValues): boolean {
  return when === undefined || when.is.includes(String(values[when.field] ?? ''));
}

/** undefined: nothing was filled in, or not all of it. */
function sentValue({ kind, boolean }: Field, value: FieldValue | undefined): unknown {
  if (value === undefined) return kind === 'percents' ? {} : undefined;
  if (typeof value === 'string') {
    if (value.trim() === '') return undefined;
    if (kind === 'number') return Number.isFinite(Number(value)) ? Number(value) : undefined;
    if (kind === 'time') return beijing(value);
    return boolean === true ? value === 'true' : value;
  }
  if (kind === 'window' && 'from' in value && 'to' in value) {
    if (value.from === '') return undefined;
    return { from: beijing(value.from), to: value.to === '' ? null : beijing(value.to) };
  }
  if (kind === 'percents') {
    const filled = Object.entries(value).filter(([, percent]) => String(percent).trim() !== '');
    return Object.fromEntries(filled.map(([pollutant, percent]) => [pollutant, Number(percent)]));
  }
  if (!Array.isArray(value) || value.length === 0) return undefined;
  if (kind === 'file') return value[0];
  if (kind === 'officers') {
    const whole = (value as Officer[]).filter(({ name, certificate }) => name !== '' && certificate !== '');
    return whole.length === value.length ? whole : undefined;
  }
  return value;
}

function beijing(local: string): string {
  return `${local.slice(0, 16)}:00+08:00`;
}

function put(body: Record<string, unknown>, { name, path = name }: Field, value: unknown): void {
  const [first = '', second] = path.split('.');
  if (second === undefined) body[first] = value;
  else body[first] = { ...(body[first] as object | undefined), [second]: value };
}
