import { hash } from 'node:crypto';

/**
 * The Merkle tree over the hashes of a ledger's entries, shaped as RFC 6962, 2.1: it lets a stranger check that single entries are
 * among those that a checkpoint stands for, without seeing the others. A leaf is the entry's hash itself; inner nodes are SHA-256
 * over 0x01, left, right, which no entry's text begins with. Hashes are lower-case hex outside.
 */
export class MerkleTree {
  /** Roots of the perfect subtrees so far, the largest first. */
  #peaks: { readonly node: Buffer; readonly leaves: number }[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(entryHash: string): void {
    let peak: { node: Buffer; leaves: number } = { node: Buffer.from(entryHash, 'hex'), leaves: 1 };
    for (let last = this.#peaks.at(-1); last?.leaves === peak.leaves; last = this.#peaks.at(-1)) {
      this.#peaks.pop();
      peak = { node: nodeOf(last.node, peak.node), leaves: 2 * peak.leaves };
    }
    this.#peaks.push(peak);
    this.#size += 1;
  }

  /** Of no entry at all it is the hash of nothing. */
  root(): string {
    const [last, ...larger] = this.#peaks.toReversed();
    if (last === undefined) return hash('sha256', '');
    return larger.reduce((right, { node }) => nodeOf(node, right), last.node).toString('hex');
  }
}

/** Sibling hashes from a leaf (counted from 0) up to the root of the tree of all `leaves`; RFC 6962, 2.1.1. */
export type InclusionProof = readonly string[];

/** Proofs for many leaves of one tree; every node is hashed once. */
export class MerkleProver {
  /** Nodes by height: whole ones, and at the right edge what is there. */
  readonly #levels: Buffer[][];

  constructor(entryHashes: readonly string[]) {
    let level: Buffer[] = entryHashes.map((text) => Buffer.from(text, 'hex'));
    this.#levels = [level];
    while (level.length > 1) {
      const above: Buffer[] = [];
      for (let place = 0; place + 1 < level.length; place += 2) {
        above.push(nodeOf(level[place] as Buffer, level[place + 1] as Buffer));
      }
      // A lone node at the edge goes up as it is.
      if (level.length % 2 === 1) above.push(level.at(-1) as Buffer);
      level = above;
      this.#levels.push(level);
    }
  }

  proof(leaf: number): InclusionProof {
    const proof: string[] = [];
    let place = leaf;
    for (const level of this.#levels.slice(0, -1)) {
      const sibling = level[place ^ 1];
      if (sibling !== undefined) proof.push(sibling.toString('hex'));
      place >>= 1;
    }
    return proof;
  }

  root(): string {
    return this.#levels.at(-1)?.[0]?.toString('hex') ?? hash('sha256', '');
  }
}

/** The root that a proof leads to; undefined where there is no such leaf, or the proof has not the length that it has for it. */
export function rootOfProof(
  entryHash: string,
  { leaf, leaves, proof }: { readonly leaf: number; readonly leaves: number; readonly proof: InclusionProof },
): string | undefined {
  if (!(leaf >= 0 && leaf < leaves)) return undefined;
  let node: Buffer = Buffer.from(entryHash, 'hex');
  let used = 0;
  let place = leaf;
  for (let width = leaves; width > 1; width = Math.ceil(width / 2)) {
    if ((place ^ 1) < width) {
      const sibling = proof[used];
      if (sibling === undefined) return undefined;
      const other = Buffer.from(sibling, 'hex');
      node = place % 2 === 0 ? nodeOf(node, other) : nodeOf(other, node);
      used += 1;
    }
    place >>= 1;
  }
  return used === proof.length ? node.toString('hex') : undefined;
}

const INNER = Buffer.from([1]);

function nodeOf(left: Buffer, right: Buffer): Buffer {
  return hash('sha256', Buffer.concat([INNER, left, right]), 'buffer');
}
