import type { Context } from 'hono';
import { accepts } from 'hono/accepts';

/** `format` decides; else what the caller prefers of the two that there are. */
export function wantsCsv(c: Context, format: 'json' | 'csv' | undefined): boolean {
  if (format !== undefined) return format === 'csv';
  const header = 'Accept';
  return accepts(c, { header, supports: ['application/json', 'text/csv'], default: 'application/json' }) === 'text/csv';
}
