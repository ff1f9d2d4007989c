import { parse } from 'yaml';
import { z } from 'zod';
import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { CityBorders } from '../../domain/agreement/geojson.ts';
import { readAgreement } from '../../domain/agreement/read-agreement.ts';
import { CalibrationFile } from '../../domain/air/calibration/calibration.ts';
import { CalibrationBook } from '../../domain/air/calibration/calibration-book.ts';
import type { Station } from '../../domain/air/station.ts';
import type { ReceivedForecast } from '../../store/forecasts.ts';
import type { LedgerEvent } from '../../store/ledger.ts';
import type { KeptDelivery } from '../../store/sqlite/ledger-archive.ts';
import { parseStationsCsv } from '../csv/stations-csv.ts';
import { readReadingsCsv, type SentReading } from './readings-csv.ts';
import { Scope } from './scope.ts';

/** The files of a package that say what was; all others are made from them (`derivedFiles`). */
export const PRIMARY = {
  scope: 'scope.json',
  checkpoint: 'checkpoint.json',
  entries: 'ledger/entries.jsonl',
  proofs: 'ledger/proofs.jsonl',
  hashes: 'ledger/hashes.txt',
  agreement: 'agreement/agreement.yaml',
  borders: 'agreement/borders.geojson',
  stations: 'stations.csv',
  calibration: 'calibration.yaml',
  readings: 'readings/raw.csv',
  forecasts: 'forecasts.jsonl',
  notices: 'notices.jsonl',
} as const;

/** What the primary files of a package say. */
export interface Contents {
  readonly scope: Scope;
  readonly entries: readonly LedgerEvent[];
  /** Of every entry of the ledger up to the checkpoint, also those that are not here; in order of seq. */
  readonly hashes: readonly string[];
  readonly agreement: AgreementFile;
  readonly borders?: CityBorders;
  readonly stations: readonly Station[];
  readonly calibration: CalibrationBook;
  readonly readings: readonly SentReading[];
  readonly forecasts: readonly ReceivedForecast[];
  readonly notices: readonly KeptDelivery[];
}

/** A file of a package does not say what such a file says. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly file: string;

  constructor(file: string, reason: string) {
    super(reason);
    this.file = file;
  }
}

const Entry = z.strictObject({
  seq: z.int().min(1),
  stream: z.string(),
  version: z.int().min(1),
  type: z.string(),
  at: z.number(),
  data: z.record(z.string(), z.unknown()),
  recordedAt: z.number(),
  previousHash: z.string(),
  hash: z.string(),
});

/** Reads them. Throws `UnreadableFile`. */
export function readContents(files: ReadonlyMap<string, Uint8Array>): Contents {
  const read = <Value>(file: string, make: (text: string) => Value): Value => {
    const bytes = files.get(file);
    if (bytes === undefined) throw new UnreadableFile(file, 'is missing');
    try {
      return make(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch (error) {
      throw new UnreadableFile(file, error instanceof Error ? error.message : String(error));
    }
  };
  const stations = read(PRIMARY.stations, (text) => parseStationsCsv(text, PRIMARY.stations));
  const cities = new Map(stations.map(({ id, city }) => [id, city]));
  const borders = files.has(PRIMARY.borders)
    ? read(PRIMARY.borders, (text) => CityBorders.parse(JSON.parse(text)))
    : undefined;
  const calibrations = files.has(PRIMARY.calibration)
    ? read(PRIMARY.calibration, (text) => CalibrationFile.parse(parse(text) ?? {}).calibrations)
    : [];
  return {
    scope: read(PRIMARY.scope, (text) => Scope.decode(JSON.parse(text))),
    entries: read(PRIMARY.entries, (text) => linesOf(text).map((line) => Entry.parse(line) as LedgerEvent)),
    hashes: read(PRIMARY.hashes, hashesOf),
    agreement: read(PRIMARY.agreement, (text) => agreementOf(text, { stations, borders })),
    ...(borders === undefined ? {} : { borders }),
    stations,
    calibration: new CalibrationBook(calibrations),
    readings: read(PRIMARY.readings, (text) => readReadingsCsv(text, cities)),
    forecasts: read(PRIMARY.forecasts, (text) => linesOf(text) as ReceivedForecast[]),
    notices: read(PRIMARY.notices, (text) => linesOf(text) as KeptDelivery[]),
  };
}

/** JSON values, one a line. */
export function linesOf(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

/** One a line. */
function hashesOf(text: string): string[] {
  const hashes = text.split('\n');
  if (hashes.pop() !== '' || !hashes.every((one) => /^[0-9a-f]{64}$/.test(one))) {
    throw new Error('it is not one SHA-256 (lower-case hex) a line');
  }
  return hashes;
}

function agreementOf(
  text: string,
  { stations, borders }: { readonly stations: readonly Station[]; readonly borders: CityBorders | undefined },
): AgreementFile {
  const { agreement, faults } = readAgreement(parse(text), {
    stations,
    readBorders: () => borders ?? { unreadable: 'the borders are not in the package' },
  });
  if (agreement === undefined) throw new Error(faults[0]?.message.en ?? 'it is no agreement');
  return agreement;
}
