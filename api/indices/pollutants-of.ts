import type { Concentrations } from '../../domain/air/concentrations.ts';
import { POLLUTANTS, type Pollutant } from '../../domain/air/parameter.ts';
import type { Values } from '../../domain/air/reading.ts';

/** The pollutants among what was measured, without the weather. */
export function pollutantsOf(values: Values): Concentrations {
  const concentrations: Partial<Record<Pollutant, number>> = {};
  for (const pollutant of POLLUTANTS) {
    const value = values[pollutant];
    if (value !== undefined) concentrations[pollutant] = value;
  }
  return concentrations;
}
