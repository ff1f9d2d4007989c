import { hash } from 'node:crypto';
import { type Checkpoint, checkpointFault } from './checkpoint.ts';
import { CHAIN_START, type ChainPosition } from './hash-chain.ts';
import { MerkleTree } from './merkle-tree.ts';

/** An entry as it lies in the store: `data` is the text that was hashed, byte for byte. */
export interface StoredEntry {
  readonly seq: number;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly at: number;
  readonly data: string;
  readonly recordedAt: number;
  readonly previousHash: string;
  readonly hash: string;
}

/** A checkpoint that the ledger is held against. */
export interface Held {
  readonly checkpoint: Checkpoint;
  /** Where it was kept: a file, or the ledger's own entry. */
  readonly source: string;
}

/** `kind`: the entry itself is wrong; a checkpoint says otherwise of what is up to it; a checkpoint knows more entries than are left. */
export interface LedgerFault {
  readonly kind: 'entry' | 'rewritten' | 'cut_off' | 'checkpoint';
  /** The first entry that is wrong; of a rewritten chain the entry where the checkpoint sees it. */
  readonly seq: number;
  readonly reason: string;
}

export interface LedgerStanding {
  readonly entries: number;
  readonly hash: string;
  readonly root: string;
  /** What fits, oldest first. */
  readonly held: readonly Held[];
}

/**
 * Goes once over a ledger from its first entry: the chain of hashes, and every checkpoint it is held against. The chain by itself
 * shows a changed, missing or moved entry; that all of it was rewritten or its end cut off only a checkpoint shows.
 */
export class LedgerAudit {
  readonly #tree = new MerkleTree();
  readonly #held: readonly Held[];
  readonly #fitting: Held[] = [];
  #next = 0;
  #position: ChainPosition = CHAIN_START;

  constructor(held: readonly Held[]) {
    this.#held = held.toSorted((a, b) => a.checkpoint.seq - b.checkpoint.seq);
  }

  /** The checkpoints that prove nothing by themselves, before any entry is looked at. `keys`: whose signature counts; all when empty. */
  static faultsOf(held: readonly Held[], keys: readonly string[]): LedgerFault[] {
    return held.flatMap(({ checkpoint, source }) => {
      const reason = checkpointFault(checkpoint, keys);
      return reason === undefined ? [] : [{ kind: 'checkpoint', seq: checkpoint.seq, reason: `${source}: ${reason}` }];
    });
  }

  /** Takes the next entry; what is wrong with it, if anything is. */
  add(entry: StoredEntry): LedgerFault | undefined {
    const reason = wrongLink(this.#position, entry);
    if (reason !== undefined) return { kind: 'entry', seq: this.#position.seq + 1, reason };
    this.#position = entry;
    this.#tree.add(entry.hash);
    return this.#compare();
  }

  /** After the last entry. */
  end(): LedgerFault | LedgerStanding {
    const { seq, hash: last } = this.#position;
    const beyond = this.#held[this.#next];
    if (beyond === undefined) return { entries: seq, hash: last, root: this.#tree.root(), held: this.#fitting };
    const { checkpoint, source } = beyond;
    const reason = `cut off: it ends with entry ${seq}, but ${source} knew entry ${checkpoint.seq} at ${checkpoint.at}`;
    return { kind: 'cut_off', seq: seq + 1, reason };
  }

  #compare(): LedgerFault | undefined {
    const { seq, hash: last } = this.#position;
    for (;;) {
      const held = this.#held[this.#next];
      if (held === undefined || held.checkpoint.seq !== seq) return undefined;
      const { checkpoint, source } = held;
      if (checkpoint.hash !== last || checkpoint.root !== this.#tree.root()) {
        const since = this.#fitting.at(-1)?.checkpoint.seq ?? 0;
        const reason = `rewritten: ${source} of ${checkpoint.at} says otherwise of an entry from ${since + 1} to ${seq}`;
        return { kind: 'rewritten', seq: since + 1, reason };
      }
      this.#fitting.push(held);
      this.#next += 1;
    }
  }
}

/** As `brokenLink`, on the stored text, so that nothing has to be parsed: another spelling of the same JSON is a change too. */
function wrongLink(previous: ChainPosition, entry: StoredEntry): string | undefined {
  if (entry.seq !== previous.seq + 1) {
    return `expected entry ${previous.seq + 1}, found ${entry.seq}: missing or reordered`;
  }
  if (entry.previousHash !== previous.hash) {
    return 'does not continue the entry before it: changed, missing or reordered';
  }
  const { at, data, recordedAt, seq, stream, type, version } = entry;
  const text =
    `{"at":${at},"data":${data},"recordedAt":${recordedAt},"seq":${seq},"stream":${JSON.stringify(stream)},` +
    `"type":${JSON.stringify(type)},"version":${version}}`;
  return hash('sha256', previous.hash + text) === entry.hash
    ? undefined
    : 'its content does not match its hash: changed';
}
