import type { Pollutant } from '../air/parameter.ts';
import type { GradeSet } from './grade-set.ts';

/** A 24 h index as the classification needs it; what is not known is left out. */
export interface IndexedAir {
  /** NaN: not known. */
  readonly aqi: number;
  readonly primary: readonly Pollutant[];
  /** The indices behind the AQI: with them the pollutants that do give a colour keep counting. */
  readonly iaqi?: Readonly<Partial<Record<Pollutant, number | null>>>;
  /** 24 h means, µg/m³, for telling dust. */
  readonly pm25?: number | undefined;
  readonly pm10?: number | undefined;
  /** A bureau has declared dust for this time. */
  readonly dustDeclared?: boolean;
}

export type HealthNotice = 'ozone' | 'dust';

/** What counts for the colour, and which health notice is due instead. */
export interface ColourAqi {
  /** AQI of the pollutants that give a colour; 0 when the only primary pollutant gives none, NaN when nothing is known. */
  readonly aqi: number;
  readonly notice: HealthNotice | null;
}

/**
 * Pollutants are handled differently (环大气〔2024〕6号): heavy ozone and dust give a health notice and no coloured warning
 * (GRA-10, GRA-11). The notice is due when the whole AQI is above `episode.above` and what is left is not.
 */
export function colourAqi(set: GradeSet, air: IndexedAir): ColourAqi {
  const { aqi, primary } = air;
  const { ozone, dust } = set.pollutants;
  const dusty = dust === 'notice' && isDust(set, air);
  const counts = (pollutant: Pollutant) =>
    !(pollutant === 'o3' && ozone === 'notice') && !(dusty && (pollutant === 'pm10' || pollutant === 'pm25'));
  if (Number.isNaN(aqi) || primary.length === 0 || primary.some(counts)) return { aqi, notice: null };
  let left = 0;
  for (const [pollutant, index] of Object.entries(air.iaqi ?? {}) as [Pollutant, number | null][]) {
    if (counts(pollutant) && index !== null && index > left) left = index;
  }
  const due = aqi > set.episode.above && left <= set.episode.above;
  return { aqi: left, notice: due ? (primary.includes('o3') && !dusty ? 'ozone' : 'dust') : null };
}

/** Declared, or PM10 is primary and PM2.5 is a small share of it. */
function isDust(set: GradeSet, { primary, pm25, pm10, dustDeclared = false }: IndexedAir): boolean {
  if (dustDeclared) return true;
  if (!primary.includes('pm10') || pm25 === undefined || pm10 === undefined) return false;
  return pm25 < set.pollutants.dust_pm25_share * pm10;
}
