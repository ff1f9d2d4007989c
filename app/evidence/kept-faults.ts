import { type Checkpoint, checkpointFault } from '../../store/checkpoint.ts';
import type { Held } from '../../store/ledger-audit.ts';
import { type Contents, PRIMARY } from './contents.ts';
import type { PackageFault } from './package-fault.ts';

/** Kept checkpoints that the package contradicts. */
export function keptFaults(contents: Contents, own: Checkpoint, kept: readonly Held[]): PackageFault[] {
  const faults: PackageFault[] = [];
  for (const { checkpoint, source } of kept) {
    const unsigned = checkpointFault(checkpoint);
    if (unsigned !== undefined) faults.push({ file: source, reason: unsigned });
    const said = whatIsSaidOf(checkpoint.seq, contents, own);
    if (said !== undefined && said.hash !== checkpoint.hash) {
      faults.push({
        file: PRIMARY.entries,
        reason: `${source} of ${checkpoint.at} says otherwise of entry ${checkpoint.seq}`,
      });
    }
  }
  return faults;
}

/** The hash of an entry as the package has it: of its own checkpoint, of an entry inside, or of a checkpoint in the ledger. */
function whatIsSaidOf(seq: number, { entries }: Contents, own: Checkpoint): { readonly hash: string } | undefined {
  if (own.seq === seq) return own;
  const entry = entries.find((one) => one.seq === seq);
  if (entry !== undefined) return entry;
  const following = entries.find((one) => one.seq === seq + 1);
  if (following !== undefined) return { hash: following.previousHash };
  const noted = entries.find(({ type, data }) => type === 'ledger.checkpoint' && data['seq'] === seq);
  return noted === undefined ? undefined : { hash: String(noted.data['hash']) };
}

/** Which kept checkpoints stand in the package, and which it says nothing of. */
export function heldSummary(contents: Contents, own: Checkpoint, kept: readonly Held[]) {
  const [said, silent] = [true, false].map((isSaid) =>
    kept
      .filter(({ checkpoint }) => (whatIsSaidOf(checkpoint.seq, contents, own) !== undefined) === isSaid)
      .map(({ source }) => source),
  );
  return { kept: said ?? [], silentOn: silent ?? [] };
}
