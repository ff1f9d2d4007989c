import { type Calibration, CalibrationFile } from '../../domain/air/calibration/calibration.ts';
import type { Station } from '../../domain/air/station.ts';
import { ConfigError, type Fault } from './fault.ts';
import { YamlFile } from './yaml-file.ts';

/**
 * The calibration history in a YAML file; empty without one. Every fault goes to `faults`, also that the file cannot be read.
 * `stations` undefined: they could not be read, and are not held against it.
 */
export function readCalibrations(
  file: string | undefined,
  { stations, faults }: { readonly stations: readonly Station[] | undefined; readonly faults: Fault[] },
): readonly Calibration[] {
  const yaml = file === undefined ? undefined : openYaml(file, faults);
  const { calibrations = [] } = yaml?.parse(CalibrationFile, faults) ?? {};
  if (yaml === undefined || stations === undefined) return calibrations;
  const known = new Set(stations.map(({ id }) => id));
  for (const [index, { station }] of calibrations.entries()) {
    const path = ['calibrations', String(index), 'station'];
    if (!known.has(station)) faults.push(yaml.fault(path, `there is no station "${station}"`));
  }
  return calibrations;
}

function openYaml(file: string, faults: Fault[]): YamlFile | undefined {
  try {
    return new YamlFile(file);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}
