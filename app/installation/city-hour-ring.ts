import type { CityHour } from '../../domain/air/city-hour.ts';
import type { Concentrations } from '../../domain/air/concentrations.ts';
import type { DayOfHours } from '../../domain/air/daily-means.ts';
import type { HourGrid } from '../../domain/air/hour-grid.ts';
import { POLLUTANTS } from '../../domain/air/parameter.ts';

/** The newest hourly means of every city, for the baseline. A corrected hour replaces what it corrects. */
export class CityHourRing {
  readonly #grid: HourGrid;
  readonly #hours: number;
  readonly #cities = new Map<string, Map<number, Concentrations>>();

  constructor(options: { readonly grid: HourGrid; readonly hours: number }) {
    this.#grid = options.grid;
    this.#hours = options.hours;
  }

  enter({ city, at, concentrations }: Pick<CityHour, 'city' | 'at' | 'concentrations'>): void {
    const hours = this.#cities.get(city) ?? new Map<number, Concentrations>();
    this.#cities.set(city, hours);
    hours.set(this.#grid.hourOf(at, 3600), concentrations);
  }

  /** Series of all pollutants that end with `lastHour`; forgets what lies before them. */
  series(city: string, lastHour: number): DayOfHours {
    const hours = this.#cities.get(city) ?? new Map<number, Concentrations>();
    for (const hour of hours.keys()) if (hour <= lastHour - this.#hours) hours.delete(hour);
    const ordered = Array.from({ length: this.#hours }, (_, index) => hours.get(lastHour - this.#hours + 1 + index));
    return Object.fromEntries(POLLUTANTS.map((pollutant) => [pollutant, ordered.map((hour) => hour?.[pollutant])]));
  }
}
