import type { Context } from 'hono';
import { type Cell, csvStream } from './csv.ts';
import { take } from './take.ts';

/**
 * Streams rows as a file. The first row is fetched before the answer begins, so that a store that is away still gives a
 * problem with its status and not an empty file.
 */
export async function csvResponse(
  c: Context,
  options: { readonly name: string; readonly header: readonly string[]; readonly limit?: number | undefined },
  rows: AsyncIterable<readonly Cell[]>,
): Promise<Response> {
  const source = take(rows, options.limit ?? Number.POSITIVE_INFINITY);
  const first = await source.next();
  const started = (async function* () {
    if (first.done) return;
    yield first.value;
    yield* source;
  })();
  return c.body(csvStream(options.header, started), 200, {
    'Content-Type': 'text/csv; charset=utf-8; header=present',
    'Content-Disposition': `attachment; filename="${options.name}.csv"`,
    Vary: 'Accept',
  });
}
