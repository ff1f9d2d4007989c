import type { Parameter } from '../domain/air/parameter.ts';

/** No air and no weather has a value beyond this in any of our units; everything finer is a matter of quality control. */
const ABSURD = 1e6;

/** A finite number that cannot be the parameter's value, in our units. */
export function isAbsurd(parameter: Parameter, value: number): boolean {
  if (parameter === 'wind_dir') return value < 0 || value > 360;
  return value > ABSURD || value < -ABSURD;
}
