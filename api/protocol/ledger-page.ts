import { z } from '@hono/zod-openapi';
import type { LedgerPage } from '../protocol-contract.ts';
import { limitParameter } from '../query-parameters.ts';
import { ledgerEntryView } from '../views/ledger-view.ts';
import type { LedgerSource } from './protocol-port.ts';

const LIMIT = { most: 1_000, usual: 100 };

export const LedgerQuery = {
  after: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .openapi({ description: 'Entries with a greater `seq`; 0 when absent.' }),
  limit: limitParameter(LIMIT),
};

/** One page of the ledger, or of one of its streams, in order. */
export async function ledgerPage(
  ledger: LedgerSource,
  query: { readonly after?: number | undefined; readonly limit?: number | undefined; readonly stream?: string },
): Promise<LedgerPage> {
  const { after = 0, limit = LIMIT.usual, stream } = query;
  const last = await ledger.lastSeq();
  const found = await ledger.read({ after, limit, ...(stream === undefined ? {} : { stream }) });
  const newest = found.at(-1);
  const isEnd = newest === undefined || found.length < limit || newest.seq >= last;
  return { items: found.map(ledgerEntryView), next: isEnd ? null : newest.seq, last };
}
