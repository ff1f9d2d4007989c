import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { type Cell, csvStream } from './csv.ts';
import type { Log } from './deps.ts';
import { take } from './take.ts';

/**
 * Streams rows as a file. The first row is fetched before the answer begins, so that a store that is away still gives a
 * problem with its status and not an empty file.
 */
export async function csvResponse(
  c: Context,
  options: {
    readonly name: string;
    readonly header: readonly string[];
    readonly limit?: number | undefined;
    readonly log: Log;
  },
  rows: AsyncIterable<readonly Cell[]>,
): Promise<Response> {
  const source = take(rows, options.limit ?? Number.POSITIVE_INFINITY);
  const first = await source.next();
  const started = (async function* () {
    if (first.done) return;
    yield first.value;
    yield* source;
  })();
  const breakOff = (error: unknown) => {
    options.log.error({ error, requestId: c.get('requestId') as string | undefined }, 'a CSV was broken off');
    // The server adapter would end a failed body like a whole one, with the error's text in it.
    const { outgoing } = (c.env ?? {}) as Partial<HttpBindings>;
    outgoing?.destroy();
    return outgoing !== undefined;
  };
  return c.body(csvStream(options.header, started, breakOff), 200, {
    'Content-Type': 'text/csv; charset=utf-8; header=present',
    'Content-Disposition': `attachment; filename="${options.name}.csv"`,
    Vary: 'Accept',
  });
}
