import { dirname, resolve } from 'node:path';
import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import type { AgreementVersions } from '../../domain/agreement/agreement-versions.ts';
import { CalibrationBook } from '../../domain/air/calibration/calibration-book.ts';
import type { Station } from '../../domain/air/station.ts';
import { readAgreementPath } from './agreement-path.ts';
import { readCalibrations } from './calibrations.ts';
import { applyEnvironment } from './environment.ts';
import { ConfigError, type Fault, isError } from './fault.ts';
import { fieldsOf } from './fields.ts';
import { isRecord } from './is-record.ts';
import { peopleFaults } from './people.ts';
import { Config } from './schema.ts';
import { readSecretFiles } from './secret-files.ts';
import { readStationsFile } from './stations-file.ts';
import { strangerFaults } from './stranger-faults.ts';
import { YamlFile } from './yaml-file.ts';

export interface LoadedAgreement {
  readonly versions: AgreementVersions;
  readonly stations: readonly Station[];
  /** Empty when no file is named. */
  readonly calibration: CalibrationBook;
  /** What was found and keeps nothing from starting. */
  readonly warnings: readonly Fault[];
}

export interface Loaded extends LoadedAgreement {
  readonly config: Config;
  /** The version that is in force now. */
  readonly agreement: AgreementFile;
  /** Folder of the file: relative paths start here. */
  readonly directory: string;
}

/**
 * Reads the configuration, lays the environment over it, and reads the agreement and the stations that it names. Throws
 * `ConfigError` with every fault of all three, or when no version of the agreement is in force at `now` (epoch ms).
 */
export function loadConfig(
  file: string,
  env: Readonly<Record<string, string | undefined>>,
  now: number = Date.now(),
): Loaded {
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
  const [agreementPath, stationsFile] = [path('agreement'), path('stations')];
  if (agreementPath === undefined || stationsFile === undefined) throw new ConfigError(faults);
  const calibration = path('calibration');
  const loaded = loadAgreement(
    { agreement: agreementPath, stations: stationsFile, ...(calibration === undefined ? {} : { calibration }) },
    faults,
  );
  const agreement = loaded.versions.inForceAt(now)?.agreement;
  if (agreement === undefined) {
    const zh = '目前没有生效的协议版本';
    faults.push({ ...yaml.fault(['agreement'], 'no version of the agreement is in force now'), zh, code: 'AGR-18' });
  }
  if (config !== undefined && agreement !== undefined) {
    faults.push(...peopleFaults(config.people, agreement, (at, message) => yaml.fault(at, message)));
  }
  if (config !== undefined) {
    faults.push(...strangerFaults(config, loaded.stations, (at, message) => yaml.fault(at, message)));
  }
  if (config === undefined || agreement === undefined || faults.some(isError)) throw new ConfigError(faults);
  return { ...loaded, config, agreement, directory };
}

/**
 * Reads an agreement (a file, or a folder of its versions), the stations it is about and their calibration history, and holds them
 * against each other. Throws `ConfigError` with `faults` and every fault of all.
 */
export function loadAgreement(
  files: { readonly agreement: string; readonly stations: string; readonly calibration?: string },
  faults: Fault[] = [],
): LoadedAgreement {
  const ofStations: Fault[] = [];
  const stations = stationsOf(files.stations, ofStations);
  const versions = readAgreementPath(files.agreement, { faults, ...(stations === undefined ? {} : { stations }) });
  faults.push(...ofStations);
  const calibration = new CalibrationBook(readCalibrations(files.calibration, { stations, faults }));
  if (versions === undefined || stations === undefined || faults.some(isError)) throw new ConfigError(faults);
  return { versions, stations, calibration, warnings: faults };
}

function stationsOf(file: string, faults: Fault[]): readonly Station[] | undefined {
  try {
    return readStationsFile(file);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}
