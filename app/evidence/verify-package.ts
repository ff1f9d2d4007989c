import { Checkpoint, checkpointFault } from '../../store/checkpoint.ts';
import type { Held } from '../../store/ledger-audit.ts';
import { isSignedBy } from '../../store/ledger-key.ts';
import { differences } from './compare-told.ts';
import { type Contents, PRIMARY, readContents, UnreadableFile } from './contents.ts';
import { derivedFiles, ownEntries } from './derive-files.ts';
import { derivedFaults, fileFaults, readManifest } from './file-faults.ts';
import { frozenFaults } from './frozen-faults.ts';
import { heldSummary, keptFaults } from './kept-faults.ts';
import { ledgerFaults } from './ledger-faults.ts';
import { MANIFEST, type Manifest, SIGNATURE } from './manifest.ts';
import type { PackageFault } from './package-fault.ts';
import { rerun } from './rerun.ts';
import { readZip } from './zip/read-zip.ts';

/** What a check of a package came to. */
export type PackageVerdict =
  | { readonly ok: false; readonly faults: readonly PackageFault[] }
  | {
      readonly ok: true;
      readonly kind: 'warning' | 'case';
      readonly id: string;
      readonly region: string;
      /** The ledger up to which it speaks, and the public key that signed. */
      readonly checkpoint: Checkpoint;
      readonly files: number;
      readonly entries: number;
      readonly readings: number;
      /** What was judged again and came out as the ledger says; undefined when nothing of it rests on the air. */
      readonly judged?: { readonly hours: number; readonly grades: boolean; readonly rules: readonly string[] };
      readonly notJudged: readonly string[];
      /** Whether the derived files were made again too: they are when this program is of the version that made them. */
      readonly derivedAgain: boolean;
      /** Kept checkpoints that stand in the package, and those it says nothing of. */
      readonly kept: readonly string[];
      readonly silentOn: readonly string[];
      /**
       * How its key is known: it was asked for, or a kept checkpoint is signed by it. `unknown`: the package brings it along itself, and
       * anybody can make one that fits with a key of his own.
       */
      readonly signer: 'key' | 'checkpoint' | 'unknown';
    };

/**
 * Checks a package with nothing but its bytes: the archive, the hash of every file, signatures, that the entries are of the ledger the
 * checkpoint stands for, and, by running quality control and rules on the readings inside, that they say what the ledger says. Tells
 * every fault that can be told; the first kinds keep the later ones from being looked for.
 */
export async function verifyPackage(
  bytes: Buffer,
  {
    kept,
    keys,
    program,
  }: { readonly kept: readonly Held[]; readonly keys: readonly string[]; readonly program: string },
): Promise<PackageVerdict> {
  const { files, faults } = readZip(bytes);
  const manifest = readManifest(files);
  if ('reason' in manifest) return { ok: false, faults: [...faults, manifest] };
  const changed = [...faults, ...fileFaults(files, manifest)];
  if (changed.length > 0) return { ok: false, faults: distinct(changed) };
  try {
    const contents = readContents(files);
    const checkpoint = checkpointIn(files);
    const signed = signatureFaults(files, { manifest, checkpoint, keys, contents });
    const unproven = [
      ...signed,
      ...ledgerFaults(files, contents, checkpoint),
      ...keptFaults(contents, checkpoint, kept),
    ];
    if (unproven.length > 0) return { ok: false, faults: unproven };
    const run = await rerun(contents);
    const wrong: PackageFault[] = differences(contents.scope, run).map((reason) => ({
      file: PRIMARY.readings,
      reason,
    }));
    if (contents.scope.kind === 'case') wrong.push(...frozenFaults(ownEntries(contents)));
    const derivedAgain = manifest.program === program;
    if (derivedAgain) wrong.push(...derivedFaults(files, manifest, derivedFiles(contents, run)));
    if (wrong.length > 0) return { ok: false, faults: wrong };
    return {
      ok: true,
      ...summary(manifest, contents, checkpoint),
      derivedAgain,
      ...heldSummary(checkpoint, kept),
      signer: signerOf(checkpoint, { keys, kept }),
    };
  } catch (error) {
    if (error instanceof UnreadableFile) return { ok: false, faults: [{ file: error.file, reason: error.message }] };
    // Signed entries that cannot follow on each other, or that name what is not there.
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, faults: [{ file: PRIMARY.entries, reason: `it cannot be followed: ${reason}` }] };
  }
}

function signerOf(
  { key }: Checkpoint,
  { keys, kept }: { readonly keys: readonly string[]; readonly kept: readonly Held[] },
): 'key' | 'checkpoint' | 'unknown' {
  if (keys.length > 0) return 'key';
  return kept.some(({ checkpoint }) => checkpoint.key === key) ? 'checkpoint' : 'unknown';
}

function checkpointIn(files: ReadonlyMap<string, Buffer>): Checkpoint {
  try {
    return Checkpoint.parse(JSON.parse(files.get(PRIMARY.checkpoint)?.toString('utf8') ?? ''));
  } catch {
    throw new UnreadableFile(PRIMARY.checkpoint, 'is no checkpoint');
  }
}

function signatureFaults(
  files: ReadonlyMap<string, Buffer>,
  by: {
    readonly manifest: Manifest;
    readonly checkpoint: Checkpoint;
    readonly keys: readonly string[];
    readonly contents: Contents;
  },
): PackageFault[] {
  const { manifest, checkpoint, keys, contents } = by;
  const faults: PackageFault[] = [];
  const signature = files.get(SIGNATURE)?.toString('latin1') ?? '';
  const text = files.get(MANIFEST) ?? Buffer.alloc(0);
  if (!signature.endsWith('\n') || !isSignedBy(checkpoint.key, text, signature.slice(0, -1))) {
    faults.push({ file: SIGNATURE, reason: 'the manifest is not signed by the key of the checkpoint' });
  }
  const reason = checkpointFault(checkpoint, keys);
  if (reason !== undefined) faults.push({ file: PRIMARY.checkpoint, reason });
  const { kind, id, region, through } = contents.scope;
  if (kind !== manifest.kind || id !== manifest.id || region !== manifest.region) {
    faults.push({ file: PRIMARY.scope, reason: 'it is about something else than the manifest says' });
  }
  if (region !== checkpoint.region || through !== checkpoint.seq) {
    faults.push({ file: PRIMARY.checkpoint, reason: 'it is of another ledger or moment than the package' });
  }
  return faults;
}

const HOUR_MS = 3_600_000;

function summary(
  { kind, id, region, files }: Manifest,
  { scope, entries, readings }: Contents,
  checkpoint: Checkpoint,
) {
  const { judged, grades, rules, notJudged } = scope;
  return {
    ...{ kind, id, region, checkpoint, notJudged },
    files: Object.keys(files).length + 2,
    entries: entries.length,
    readings: readings.length,
    ...(judged === null ? {} : { judged: { hours: Math.round((judged.to - judged.from) / HOUR_MS), grades, rules } }),
  };
}

function distinct(faults: readonly PackageFault[]): PackageFault[] {
  return [...new Map(faults.map((fault) => [`${fault.file} ${fault.reason}`, fault])).values()];
}
