import { checkpointFault } from '../../store/checkpoint.ts';
import { type Held, LedgerAudit, type LedgerFault, type LedgerStanding } from '../../store/ledger-audit.ts';
import { LedgerArchive } from '../../store/sqlite/ledger-archive.ts';

/** What a check of a whole ledger came to. */
export type LedgerVerdict =
  | ({ readonly ok: false } & LedgerFault)
  | ({ readonly ok: true } & Omit<LedgerStanding, 'held'> & {
        /** Checkpoints in the ledger itself that fit. */
        readonly own: number;
        /** Checkpoints kept elsewhere that fit: up to the newest of them nothing was changed or cut off since. */
        readonly kept: readonly Held[];
        /** Public keys that signed what fits. */
        readonly keys: readonly string[];
      });

/**
 * Checks the ledger in a file from its first entry to its last, read-only, beside a running program. `keys`: the public keys (SPKI,
 * Base64) that may have signed; when there are none every key may, and the verdict tells which did.
 */
export async function verifyLedger(options: {
  readonly path: string;
  readonly kept: readonly Held[];
  readonly keys: readonly string[];
  readonly onProgress?: (seq: number) => void;
}): Promise<LedgerVerdict> {
  const { path, kept, onProgress } = options;
  const [unsigned] = LedgerAudit.faultsOf(kept, options.keys);
  if (unsigned !== undefined) return { ok: false, ...unsigned };
  let reached = 0;
  let archive: LedgerArchive | undefined;
  try {
    archive = LedgerArchive.open({ path });
    const own: Held[] = [];
    const unfit = new Map<number, LedgerFault>();
    for (const found of archive.checkpoints()) {
      if ('unreadable' in found) {
        unfit.set(found.seq, { kind: 'entry', seq: found.seq, reason: found.unreadable });
        continue;
      }
      const reason = checkpointFault(found.checkpoint, options.keys);
      const seq = Number(found.source.split(' ')[1]);
      if (reason === undefined && found.checkpoint.seq < seq) own.push(found);
      else unfit.set(seq, { kind: 'checkpoint', seq, reason: reason ?? 'it speaks of entries that came after it' });
    }
    const outcome = await archive.audit(new LedgerAudit([...own, ...kept]), {
      onProgress(seq) {
        reached = seq;
        onProgress?.(seq);
      },
    });
    if ('reason' in outcome) return { ok: false, ...outcome };
    // The chain fits, so it is the entry as it was written that is wrong: somebody wrote a checkpoint without the key.
    const [wrong] = [...unfit.values()].sort((a, b) => a.seq - b.seq);
    if (wrong !== undefined) return { ok: false, ...wrong };
    const { held, ...standing } = outcome;
    const keys = [...new Set(held.map(({ checkpoint }) => checkpoint.key))];
    return { ok: true, ...standing, own: own.length, kept: held.filter((one) => kept.includes(one)), keys };
  } catch (error) {
    const damage = damageOf(error);
    if (damage === undefined) throw error;
    return { ok: false, kind: 'entry', seq: reached + 1, reason: `the file is damaged here or after: ${damage}` };
  } finally {
    archive?.close();
  }
}

/** SQLite's CORRUPT and NOTADB: bytes of the file were changed below what an entry is. */
function damageOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return [11, 26].includes(Number(error.errcode) & 0xff) ? error.message : undefined;
}
