import { join } from 'node:path';
import { parse } from 'yaml';
import { CityBorders } from '../../domain/agreement/geojson.ts';
import { readAgreement } from '../../domain/agreement/read-agreement.ts';
import { utcOffsetMs } from '../../domain/agreement/utc-offset.ts';
import { HourGrid } from '../../domain/air/hour-grid.ts';
import { canonicalJson } from '../../store/canonical-json.ts';
import { makeCheckpoint } from '../../store/checkpoint.ts';
import type { Json, LedgerEvent } from '../../store/ledger.ts';
import { LedgerKey } from '../../store/ledger-key.ts';
import { MerkleProver } from '../../store/merkle-tree.ts';
import { type KeptDelivery, LedgerArchive } from '../../store/sqlite/ledger-archive.ts';
import { parseStationsCsv } from '../csv/stations-csv.ts';
import { collectEntries } from './collect-entries.ts';
import { PRIMARY, readContents } from './contents.ts';
import { derivedFiles } from './derive-files.ts';
import { lines } from './derived-tables.ts';
import { type EvidenceObject, streamOf } from './evidence-object.ts';
import { fileRecord, MANIFEST, type Manifest, manifestText, SIGNATURE } from './manifest.ts';
import { readForecasts, readReadings } from './read-air.ts';
import { readingsCsv } from './readings-csv.ts';
import { rerun } from './rerun.ts';
import { scopeText } from './scope.ts';
import type { EvidenceSources } from './sources.ts';
import { writeZip } from './zip/write-zip.ts';

/** The agreement that a warning or case was decided by is not among the files any more. */
export class EvidenceIncomplete extends Error {
  override readonly name = 'EvidenceIncomplete';
}

/**
 * The evidence package of a warning or case as a ZIP archive; undefined when there is none of that id. The same ledger, readings and
 * files give the same bytes (EVI-11). Everything is read beside a running program. Rejects with `StoreUnavailable` and
 * `EvidenceIncomplete`.
 */
export async function buildPackage(object: EvidenceObject, sources: EvidenceSources): Promise<Buffer | undefined> {
  const archive = LedgerArchive.open({ path: join(sources.folder, 'ledger.sqlite') });
  try {
    const newest = archive.newest();
    if (newest === undefined) return undefined;
    const own = archive.stream(streamOf(object), { through: newest.seq });
    const [first] = own;
    if (first === undefined) return undefined;
    const files = new Map<string, Uint8Array>();
    const put = (path: string, text: string) => files.set(path, Buffer.from(text));
    const stations = parseStationsCsv(sources.stations);
    const { agreement, borders, text } = agreementOf(String(first.data['agreement']), sources, stations);
    const { scope, entries } = collectEntries(object, { archive, through: newest.seq, own, agreement, stations });
    const grid = new HourGrid({ utcOffsetMs: utcOffsetMs(agreement.region.utc_offset) });
    const hashes = await archive.hashes({ through: newest.seq });
    const prover = new MerkleProver(hashes);
    const key = LedgerKey.fromPem(sources.key);
    const stands = {
      region: scope.region,
      seq: newest.seq,
      hash: newest.hash,
      root: prover.root(),
      at: newest.recordedAt,
    };
    put(PRIMARY.scope, scopeText(scope));
    put(PRIMARY.checkpoint, `${JSON.stringify(makeCheckpoint(stands, key), null, 2)}\n`);
    put(PRIMARY.entries, entries.map(entryLine).join(''));
    put(PRIMARY.proofs, lines(entries.map(({ seq }) => ({ seq, proof: prover.proof(seq - 1) }))));
    put(PRIMARY.hashes, hashes.map((hash) => `${hash}\n`).join(''));
    put(PRIMARY.agreement, text);
    if (borders !== undefined) put(PRIMARY.borders, borders);
    put(PRIMARY.stations, sources.stations);
    if (sources.calibration !== undefined) put(PRIMARY.calibration, sources.calibration);
    put(PRIMARY.readings, readingsCsv(await readReadings(sources, stations, scope.readings)));
    put(PRIMARY.forecasts, lines(await readForecasts(sources, agreement, { ...scope.readings, grid })));
    put(PRIMARY.notices, lines(noticesOf(object, { archive, through: newest.seq, own, entries })));
    return packed(files, { object, sources, key, region: scope.region });
  } finally {
    archive.close();
  }
}

/**
 * What went out because of the object, and because of the engine's entries here. A notice is kept under the last entry of the append that
 * caused it, and clocks of many warnings and cases speak in one: only its key says whose it is.
 */
function noticesOf(
  object: EvidenceObject,
  given: {
    readonly archive: LedgerArchive;
    readonly through: number;
    readonly own: readonly LedgerEvent[];
    readonly entries: readonly LedgerEvent[];
  },
): KeptDelivery[] {
  const { archive, through, own, entries } = given;
  const span = { from: own[0]?.seq ?? 1, through };
  const mine = archive.deliveries({ ...span, about: `|${streamOf(object)}|` });
  const here = new Set(entries.map(({ seq }) => seq));
  const others = archive
    .deliveries({ ...span, through: Math.min(through, (own.at(-1)?.seq ?? 1) + ENGINE_BEHIND) })
    .filter(({ seq, idempotencyKey }) => here.has(seq) && !OF_PROTOCOL.test(idempotencyKey));
  return [...mine, ...others].sort((a, b) => a.seq - b.seq);
}

/** Entries after the object's own last one among which the engine's are still looked for. */
const ENGINE_BEHIND = 100;
const OF_PROTOCOL = /\|(?:warning|case)\//;

async function packed(
  files: Map<string, Uint8Array>,
  by: {
    readonly object: EvidenceObject;
    readonly sources: EvidenceSources;
    readonly key: LedgerKey;
    readonly region: string;
  },
): Promise<Buffer> {
  const { object, sources, key, region } = by;
  const records: Record<string, Manifest['files'][string]> = {};
  for (const [path, content] of files) records[path] = fileRecord(content);
  // From the files and not from what they were written from: whoever checks has only those.
  const contents = readContents(files);
  for (const [path, text] of derivedFiles(contents, await rerun(contents))) {
    const content = Buffer.from(text);
    files.set(path, content);
    records[path] = { ...fileRecord(content), derived: true };
  }
  const { kind, id } = object;
  const manifest = Buffer.from(
    manifestText({ format: 'lianfang-evidence-1', kind, id, region, program: sources.program, files: records }),
  );
  files.set(MANIFEST, manifest);
  files.set(SIGNATURE, Buffer.from(`${key.sign(manifest)}\n`));
  return writeZip(files);
}

function agreementOf(version: string, { agreements }: EvidenceSources, stations: ReturnType<typeof parseStationsCsv>) {
  const found = agreements.find((one) => one.version === version);
  if (found === undefined) {
    throw new EvidenceIncomplete(`version "${version}" of the agreement, which it was decided by, is not configured`);
  }
  const { text, borders } = found;
  const { agreement, faults } = readAgreement(parse(text), {
    stations,
    readBorders: () =>
      borders === undefined ? { unreadable: 'there is no such file' } : CityBorders.parse(JSON.parse(borders)),
  });
  if (agreement === undefined) {
    throw new EvidenceIncomplete(`version "${version}" of the agreement has faults now: ${faults[0]?.message.en}`);
  }
  return { agreement, text, ...(borders === undefined ? {} : { borders }) };
}

function entryLine(entry: LedgerEvent): string {
  return `${canonicalJson(entry as unknown as Json)}\n`;
}
