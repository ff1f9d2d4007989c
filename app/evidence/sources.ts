import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { agreementFiles } from '../config/agreement-path.ts';
import { isRecord } from '../config/is-record.ts';
import type { Loaded } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { readText, YamlFile } from '../config/yaml-file.ts';

/** Where everything for a package lies. Plain data: it can be sent to a worker. */
export interface EvidenceSources {
  /** Id of the region. */
  readonly region: string;
  /** Folder of ledger, readings and forecasts. */
  readonly folder: string;
  /** Where the readings are, when not in the folder. */
  readonly influxdb?: NonNullable<Config['influxdb']>;
  /** Every version of the agreement as its file stands, with the borders it names. */
  readonly agreements: readonly { readonly version: string; readonly text: string; readonly borders?: string }[];
  /** The files as they stand. */
  readonly stations: string;
  readonly calibration?: string;
  /** The key that signs, PKCS#8 PEM. */
  readonly key: string;
  /** Version of the program. */
  readonly program: string;
}

/** Version of this program. */
export const PROGRAM: string = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;

/** Reads the files that a configuration names. Throws `ConfigError`. */
export function evidenceSources(
  { config, directory, agreement }: Pick<Loaded, 'config' | 'directory' | 'agreement'>,
  key: string,
): EvidenceSources {
  const path = (file: string) => resolve(directory, file);
  const agreements = agreementFiles(path(config.agreement)).flatMap((file) => {
    const { content } = new YamlFile(file);
    if (!isRecord(content)) return [];
    const borders = bordersOf(content, dirname(file));
    const text = readText(file);
    return [{ version: String(content['version']), text, ...(borders === undefined ? {} : { borders }) }];
  });
  const { influxdb, calibration } = config;
  return {
    region: agreement.region.id,
    folder: path(config.storage.directory),
    ...(influxdb === undefined ? {} : { influxdb }),
    agreements,
    stations: readText(path(config.stations)),
    ...(calibration === undefined ? {} : { calibration: readText(path(calibration)) }),
    key,
    program: PROGRAM,
  };
}

function bordersOf({ geometry }: Readonly<Record<string, unknown>>, folder: string): string | undefined {
  const file = isRecord(geometry) ? geometry['file'] : undefined;
  if (typeof file !== 'string') return undefined;
  const path = resolve(folder, file);
  return existsSync(path) ? readText(path) : undefined;
}
