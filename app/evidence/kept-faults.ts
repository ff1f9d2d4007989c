import { type Checkpoint, checkpointFault } from '../../store/checkpoint.ts';
import type { Held } from '../../store/ledger-audit.ts';
import { MerkleTree } from '../../store/merkle-tree.ts';
import { type Contents, PRIMARY } from './contents.ts';
import type { PackageFault } from './package-fault.ts';

/**
 * What the hashes of all entries say against the package's own checkpoint, and against kept ones (EVI-18). A kept checkpoint's root is
 * over every entry up to its own, so whoever has the key cannot change one of them, whether it is followed by its neighbour here or not.
 */
export function keptFaults(
  { hashes }: Pick<Contents, 'hashes'>,
  own: Checkpoint,
  kept: readonly Held[],
): PackageFault[] {
  const faults: PackageFault[] = [];
  const roots = rootsAt(hashes, [own, ...kept.map(({ checkpoint }) => checkpoint)]);
  const fits = ({ seq, hash, root }: Checkpoint) => roots.get(seq) === root && hashes[seq - 1] === hash;
  if (hashes.length !== own.seq || !fits(own)) {
    faults.push({ file: PRIMARY.hashes, reason: 'these are not the hashes that the checkpoint stands for' });
  }
  for (const { checkpoint, source } of kept) {
    const unsigned = checkpointFault(checkpoint);
    if (unsigned !== undefined) faults.push({ file: source, reason: unsigned });
    if (isWithin(checkpoint, own) && !fits(checkpoint)) {
      const reason = `${source} of ${checkpoint.at} says otherwise of an entry up to ${checkpoint.seq}`;
      faults.push({ file: PRIMARY.hashes, reason });
    }
  }
  return faults;
}

/** Which kept checkpoints stand in the package, and which it says nothing of: those of a later moment. */
export function heldSummary(own: Checkpoint, kept: readonly Held[]) {
  const [said, silent] = [true, false].map((isSaid) =>
    kept.filter(({ checkpoint }) => isWithin(checkpoint, own) === isSaid).map(({ source }) => source),
  );
  return { kept: said ?? [], silentOn: silent ?? [] };
}

function isWithin({ seq }: Checkpoint, own: Checkpoint): boolean {
  return seq <= own.seq;
}

/** The roots over the first so many hashes, by their number. */
function rootsAt(hashes: readonly string[], checkpoints: readonly Checkpoint[]): ReadonlyMap<number, string> {
  const wanted = new Set(checkpoints.map(({ seq }) => seq));
  const roots = new Map<number, string>();
  const tree = new MerkleTree();
  for (const hash of hashes) {
    tree.add(hash);
    if (wanted.has(tree.size)) roots.set(tree.size, tree.root());
  }
  return roots;
}
