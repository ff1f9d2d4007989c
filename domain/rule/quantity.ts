import { z } from 'zod';
import { PARAMETERS, POLLUTANTS } from '../air/parameter.ts';

const quantities = ['aqi', ...POLLUTANTS.map((pollutant) => `iaqi.${pollutant}` as const), ...PARAMETERS] as const;

/** What a rule looks at: `aqi`, `iaqi.<pollutant>`, or a parameter's mean in its own unit. */
export const Quantity = z.enum(quantities);
export type Quantity = z.infer<typeof Quantity>;

/**
 * Over how long: `instant` (one reading as it comes), `hour`, `8h` and `24h` (running means that end with the hour, at least 6 and
 * 20 valid hours), `day` (the newest complete natural day). Indices follow the standard's items of that averaging time.
 */
export const Averaging = z.enum(['instant', 'hour', '8h', '24h', 'day']);
export type Averaging = z.infer<typeof Averaging>;
