import { PARAMETERS } from '../parameter.ts';
import type { Station } from '../station.ts';
import type { QualityLimits } from './quality-limits.ts';

/** The limits that a station is judged by: the region's, with the upper ends that its own instruments can measure (QC-3). */
export function limitsOfStation(limits: QualityLimits, station: Pick<Station, 'fullScale'>): QualityLimits {
  const { fullScale } = station;
  if (fullScale === undefined) return limits;
  const parameters = { ...limits.parameters };
  for (const parameter of PARAMETERS) {
    const top = fullScale[parameter];
    if (top === undefined) continue;
    const { range } = parameters[parameter];
    const suspectAbove = Math.min(range.suspect_above, top);
    parameters[parameter] = {
      ...parameters[parameter],
      range: { ...range, suspect_above: suspectAbove, fail_above: top },
    };
  }
  return { ...limits, parameters };
}
