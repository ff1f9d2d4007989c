import type { Checkpoint } from '../../store/checkpoint.ts';
import { entryHash } from '../../store/hash-chain.ts';
import type { LedgerEvent } from '../../store/ledger.ts';
import { rootOfProof } from '../../store/merkle-tree.ts';
import { type Contents, linesOf, PRIMARY } from './contents.ts';
import { ownEntries } from './derive-files.ts';
import type { PackageFault } from './package-fault.ts';

/** Every entry has its hash here and among all, fits its neighbour where that is here too, and is among those that the checkpoint stands for. */
export function ledgerFaults(
  files: ReadonlyMap<string, Buffer>,
  contents: Contents,
  checkpoint: Checkpoint,
): PackageFault[] {
  const { entries, hashes } = contents;
  const faults: PackageFault[] = [];
  const proofs = new Map(
    linesOf(files.get(PRIMARY.proofs)?.toString('utf8') ?? '').map((line) => {
      const { seq, proof } = line as { readonly seq: number; readonly proof: readonly string[] };
      return [seq, proof];
    }),
  );
  const tell = (file: string, entry: LedgerEvent, reason: string) =>
    faults.push({ file, reason: `entry ${entry.seq}: ${reason}` });
  for (const [place, entry] of entries.entries()) {
    const { seq, hash, previousHash } = entry;
    if (entryHash(previousHash, entry) !== hash) tell(PRIMARY.entries, entry, 'its content does not match its hash');
    const before = entries[place - 1];
    if (before !== undefined && before.seq >= seq) tell(PRIMARY.entries, entry, 'it is out of order');
    if (before?.seq === seq - 1 && before.hash !== previousHash)
      tell(PRIMARY.entries, entry, 'it does not continue the one before');
    if (hashes[seq - 1] !== hash) tell(PRIMARY.hashes, entry, 'its hash is another here');
    const proof = proofs.get(seq);
    const root = proof === undefined ? undefined : rootOfProof(hash, { leaf: seq - 1, leaves: checkpoint.seq, proof });
    if (root !== checkpoint.root)
      tell(PRIMARY.proofs, entry, 'nothing proves that it is of the ledger of the checkpoint');
  }
  const own = ownEntries(contents);
  const missing = own.find(({ version }, place) => version !== place + 1);
  if (missing !== undefined || own.length === 0) {
    faults.push({
      file: PRIMARY.entries,
      reason: `of its own entries one is missing before version ${missing?.version ?? 1}`,
    });
  }
  return faults;
}
