import { z } from 'zod';
import { formatIso, parseIso } from '../domain/time.ts';
import { canonicalJson } from './canonical-json.ts';
import { isSignedBy, type LedgerKey } from './ledger-key.ts';

/** Stream of the ledger: one `ledger.checkpoint` a day, whose data is the checkpoint of an entry before it. */
export const CHECKPOINT_STREAM = 'ledger/checkpoint';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256 in lower-case hex');

/**
 * What an installation says of its ledger at one moment, signed: the ledger had so many entries, this was the hash of the last, and
 * this the Merkle root over all. Whoever keeps it can show later that an entry below it was changed, reordered or cut off.
 */
export const Checkpoint = z.strictObject({
  format: z.literal('lianfang-checkpoint-1'),
  /** Id of the region whose ledger it is. */
  region: z.string().min(1),
  /** Entries in the ledger, and so the number of the newest. */
  seq: z.int().min(1),
  /** Of the newest entry. */
  hash: Sha256,
  /** `MerkleTree.root()` over the hashes of the entries 1 to `seq`. */
  root: Sha256,
  /** When that was so, ISO 8601 with offset. */
  at: z.string().refine((text) => parseIso(text) !== null, 'ISO 8601 with offset'),
  /** Public Ed25519 key, SPKI in Base64. */
  key: z.string(),
  /** Ed25519, Base64, over the canonical JSON of all other fields. */
  signature: z.string(),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

/** Signs where a ledger stands. `at`: epoch ms. */
export function makeCheckpoint(
  stands: Pick<Checkpoint, 'region' | 'seq' | 'hash' | 'root'> & { readonly at: number },
  key: LedgerKey,
): Checkpoint {
  const { region, seq, hash, root } = stands;
  const said: Omit<Checkpoint, 'signature'> = {
    format: 'lianfang-checkpoint-1',
    region,
    seq,
    hash,
    root,
    at: formatIso(stands.at),
    key: key.publicKey,
  };
  return { ...said, signature: key.sign(canonicalJson(said)) };
}

/** Why a checkpoint proves nothing; undefined when it is signed by its key, and by one of `keys` where any are given. */
export function checkpointFault(checkpoint: Checkpoint, keys: readonly string[] = []): string | undefined {
  const { signature, ...said } = checkpoint;
  if (!isSignedBy(checkpoint.key, canonicalJson(said), signature)) return 'its signature does not fit what it says';
  if (keys.length > 0 && !keys.includes(checkpoint.key)) return `it is signed by another key, ${checkpoint.key}`;
  return undefined;
}

/** Reads what a file holds: one checkpoint, or an array of them. A sentence instead when it is none. */
export function readCheckpoints(text: string): readonly Checkpoint[] | { readonly unreadable: string } {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return { unreadable: 'it is not JSON' };
  }
  const parsed = z
    .array(Checkpoint)
    .min(1)
    .safeParse(Array.isArray(content) ? content : [content]);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return { unreadable: `it is no checkpoint: ${issue?.path.slice(1).join('.')} ${issue?.message}` };
}
