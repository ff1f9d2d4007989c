import type { Pollutant } from './parameter.ts';

/** Valid means of one place and period: µg/m³, CO mg/m³. Absent or undefined: not measured or judged invalid. */
export type Concentrations = { readonly [P in Pollutant]?: number | undefined };
