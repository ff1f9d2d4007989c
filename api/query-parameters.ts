import { z } from '@hono/zod-openapi';
import { parseIso } from '../domain/time.ts';

/** `?station=a&station=b` and `?station=a,b` mean the same; `namedIds` takes the commas apart. */
export function idsParameter(what: string) {
  return z
    .union([z.string().min(1), z.array(z.string().min(1))])
    .transform((value) => [value].flat())
    .optional()
    .openapi({ type: 'array', items: { type: 'string' }, description: `${what}; repeated or separated by commas.` });
}

/** An instant in epoch ms. A `+` that nobody escaped arrives as a space and is taken for what it was. */
export const TimeParameter = z
  .string()
  .transform((text, context) => {
    const at = parseIso(text.replace(/ (\d\d:?\d\d)$/, '+$1'));
    if (at !== null) return at;
    context.issues.push({
      code: 'custom',
      input: text,
      message: 'ISO 8601 with offset, e.g. 2026-11-22T14:00:00+08:00',
    });
    return z.NEVER;
  })
  .openapi({ type: 'string', format: 'date-time', example: '2026-11-22T14:00:00+08:00' });

export function limitParameter(bounds: { readonly most: number; readonly usual: number }) {
  return z.coerce
    .number()
    .int()
    .min(1)
    .max(bounds.most)
    .optional()
    .openapi({
      type: 'integer',
      minimum: 1,
      maximum: bounds.most,
      description: `Items a page; ${bounds.usual} when absent.`,
    });
}

export const CursorParameter = z
  .string()
  .min(1)
  .optional()
  .openapi({ description: '`next` of the page before; the other parameters must be the same.' });

export const FormatParameter = z
  .enum(['json', 'csv'])
  .optional()
  .openapi({ description: 'Wins over `Accept`. CSV is the whole range, streamed, unless `limit` is given.' });

/** `city:bing`, `station:bing-03`, `region:...`, or only the kind. */
export const SubjectParameter = z
  .string()
  .transform((text, context) => {
    const [, kind, id] = /^(station|city|region)(?::(.+))?$/.exec(text) ?? [];
    if (kind === 'station' || kind === 'city' || kind === 'region') return id === undefined ? { kind } : { kind, id };
    context.issues.push({ code: 'custom', input: text, message: 'kind or kind:id, kind one of station, city, region' });
    return z.NEVER;
  })
  .openapi({ type: 'string', example: 'city:bing', description: 'kind:id, or the kind alone.' });
