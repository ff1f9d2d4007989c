import { createHash, hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MerkleProver, MerkleTree, rootOfProof } from '../../store/merkle-tree.ts';

const leavesOf = (count: number) => Array.from({ length: count }, (_, n) => hash('sha256', `entry ${n}`));

/** RFC 6962, 2.1, as it stands there: split at the largest power of two below the number of leaves. */
function headOf(leaves: readonly string[]): string {
  const [first] = leaves;
  if (first === undefined) return hash('sha256', '');
  if (leaves.length === 1) return first;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [headOf(leaves.slice(0, split)), headOf(leaves.slice(split))];
  return createHash('sha256')
    .update(Buffer.from(`01${left}${right}`, 'hex'))
    .digest('hex');
}

function treeOf(leaves: readonly string[]): MerkleTree {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.add(leaf);
  return tree;
}

const count = fc.integer({ min: 1, max: 200 });

describe('the Merkle tree over a ledger', () => {
  it('[EVI-9] has the root that RFC 6962 gives, entry by entry and as a whole', () => {
    const tree = new MerkleTree();
    for (const [n, leaf] of leavesOf(70).entries()) {
      tree.add(leaf);
      expect(tree.root()).toBe(headOf(leavesOf(n + 1)));
      expect(new MerkleProver(leavesOf(n + 1)).root()).toBe(tree.root());
    }
    expect(tree.size).toBe(70);
    expect(new MerkleTree().root()).toBe(headOf([]));
  });

  it('[EVI-9] a proof leads from its entry to the root, from another entry or place it does not', () => {
    fc.assert(
      fc.property(count, fc.nat(), fc.nat(), (leaves, a, b) => {
        const hashes = leavesOf(leaves);
        const [leaf, other] = [a % leaves, b % leaves];
        const proof = new MerkleProver(hashes).proof(leaf);
        const root = treeOf(hashes).root();
        expect(rootOfProof(hashes[leaf] ?? '', { leaf, leaves, proof })).toBe(root);
        if (other === leaf) return;
        expect(rootOfProof(hashes[other] ?? '', { leaf, leaves, proof })).not.toBe(root);
        expect(rootOfProof(hashes[leaf] ?? '', { leaf: other, leaves, proof })).not.toBe(root);
      }),
    );
  });

  it('[EVI-9] a proof with a hash too many or too few proves nothing', () => {
    const hashes = leavesOf(13);
    const proof = new MerkleProver(hashes).proof(5);
    expect(rootOfProof(hashes[5] ?? '', { leaf: 5, leaves: 13, proof: proof.slice(1) })).toBeUndefined();
    expect(rootOfProof(hashes[5] ?? '', { leaf: 5, leaves: 13, proof: [...proof, hashes[0] ?? ''] })).toBeUndefined();
    // Of a tree of one the root is the leaf, whichever place is claimed.
    expect(rootOfProof(hashes[0] ?? '', { leaf: 5, leaves: 1, proof: [] })).toBeUndefined();
  });
});
