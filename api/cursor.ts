import type { z } from '@hono/zod-openapi';
import { ApiProblem } from './problem.ts';

/** Opaque to the caller: base64url of the JSON position behind the last item of a page. */
export function encodeCursor(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The position a cursor stands for; throws `bad_cursor` for anything this list did not issue. */
export function decodeCursor<Position>(schema: z.ZodType<Position>, cursor: string): Position {
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    position = undefined;
  }
  const parsed = schema.safeParse(position);
  if (!parsed.success)
    throw new ApiProblem('bad_cursor', {
      errors: [{ path: 'cursor', message: 'send `next` of the page before, unchanged' }],
    });
  return parsed.data;
}
