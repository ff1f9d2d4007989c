import { dirname, resolve } from 'node:path';
import { Agreement } from '../../domain/agreement/agreement.ts';
import type { Station } from '../../domain/air/station.ts';
import { CsvRefused } from '../csv/csv-problem.ts';
import { parseStationsCsv } from '../csv/stations-csv.ts';
import { applyEnvironment } from './environment.ts';
import { ConfigError, type Fault } from './fault.ts';
import { fieldsOf } from './fields.ts';
import { isRecord } from './is-record.ts';
import { Config } from './schema.ts';
import { readSecretFiles } from './secret-files.ts';
import { readText, YamlFile } from './yaml-file.ts';

export interface Loaded {
  readonly config: Config;
  readonly agreement: Agreement;
  readonly stations: readonly Station[];
  /** Folder of the file: relative paths start here. */
  readonly directory: string;
}

/**
 * Reads the configuration, lays the environment over it, and reads the agreement and the stations that it names. Throws
 * `ConfigError` with every fault of all three.
 */
export function loadConfig(file: string, env: Readonly<Record<string, string | undefined>>): Loaded {
  const faults: Fault[] = [];
  const yaml = new YamlFile(file);
  const directory = dirname(resolve(file));
  const { content } = yaml;
  if (isRecord(content)) {
    const fields = fieldsOf(Config);
    applyEnvironment(content, { env, fields, faults });
    readSecretFiles(content, { fields, faults, file, directory });
  }
  const config = yaml.parse(Config, faults);
  // A fault in the configuration does not keep back those of the files that it names.
  const named: Readonly<Record<string, unknown>> = config ?? (isRecord(content) ? content : {});
  const path = (name: string) => (typeof named[name] === 'string' ? resolve(directory, named[name]) : undefined);
  const [agreementFile, stationsFile] = [path('agreement'), path('stations')];
  if (agreementFile === undefined || stationsFile === undefined) throw new ConfigError(faults);
  const { agreement, stations } = loadAgreement({ agreement: agreementFile, stations: stationsFile }, faults);
  if (config === undefined) throw new ConfigError(faults);
  return { config, agreement, stations, directory };
}

/** Reads an agreement and the stations it is about, and holds them against each other. */
export function loadAgreement(
  files: { readonly agreement: string; readonly stations: string },
  faults: Fault[] = [],
): Pick<Loaded, 'agreement' | 'stations'> {
  const attempt = <Value>(read: () => Value): Value | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      faults.push(...error.faults);
      return undefined;
    }
  };
  const yaml = attempt(() => new YamlFile(files.agreement));
  const agreement = yaml?.parse(Agreement, faults);
  const stations = attempt(() => readStations(files.stations));
  if (yaml !== undefined && agreement !== undefined && stations !== undefined) {
    faults.push(...unknownSubjects(yaml, agreement, stations));
  }
  if (faults.length > 0 || agreement === undefined || stations === undefined) throw new ConfigError(faults);
  return { agreement, stations };
}

function readStations(file: string): readonly Station[] {
  try {
    return parseStationsCsv(readText(file), file);
  } catch (error) {
    if (!(error instanceof CsvRefused)) throw error;
    throw new ConfigError(
      error.problems.map(({ line, column, message, remedy }) => ({
        file,
        ...(line === 0 ? {} : { line }),
        path: column ?? '',
        message: `${message}; ${remedy}`,
      })),
    );
  }
}

function* unknownSubjects(yaml: YamlFile, agreement: Agreement, stations: readonly Station[]): Iterable<Fault> {
  const known = { station: new Set(stations.map(({ id }) => id)), city: new Set(stations.map(({ city }) => city)) };
  for (const [index, { id }] of agreement.cities.entries()) {
    if (!known.city.has(id)) yield yaml.fault(['cities', String(index), 'id'], `no station is in city "${id}"`);
  }
  const listed = new Set(agreement.cities.map(({ id }) => id));
  for (const city of listed.size === 0 ? [] : known.city) {
    if (!listed.has(city)) yield yaml.fault(['cities'], `city "${city}" of the stations file is not listed`);
  }
  for (const [index, rule] of agreement.rules.entries()) {
    for (const [position, subject] of (rule.only ?? []).entries()) {
      const path = ['rules', String(index), 'only', String(position)];
      const exists = rule.on === 'station' || rule.on === 'city' ? known[rule.on].has(subject) : true;
      if (!exists) yield yaml.fault(path, `there is no ${rule.on} "${subject}"`);
    }
  }
}
