import { z } from 'zod';
import { parseIso } from '../../time.ts';

/** ISO 8601 with offset, read into epoch ms. */
export const instant = z.string().transform((text, context) => {
  const at = parseIso(text);
  if (at !== null) return at;
  context.issues.push({ code: 'custom', input: text, message: 'write a time like 2026-11-22T14:00:00+08:00' });
  return z.NEVER;
});
