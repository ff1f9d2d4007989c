import { POLLUTANTS } from '../../domain/air/parameter.ts';
import type { Values } from '../../domain/air/reading.ts';

const SLOTS = 12;
const HOURS = 24;
const LIMITS = [75, 115, 150, 250, 350];

/** The least that any engine must do: an hour's slots, 24 hourly means, an index look-up and five limits with hysteresis. No checks at all. */
export function bareLoop(stations: number): {
  take(station: number, period: number, values: Values): void;
  raised(): number;
} {
  const six = POLLUTANTS.length;
  const slots = new Float32Array(stations * six * SLOTS);
  const hours = new Float32Array(stations * six * HOURS);
  const open = new Uint8Array(stations * LIMITS.length);
  const index = new Uint16Array(1001).map((_, value) => Math.min(500, Math.ceil(value * 1.2)));
  let raised = 0;
  return {
    raised: () => raised,
    take(station, period, values) {
      const slot = period % SLOTS;
      const base = station * six;
      for (let p = 0; p < six; p += 1) slots[(base + p) * SLOTS + slot] = values[POLLUTANTS[p] as 'pm25'] ?? Number.NaN;
      if (slot !== SLOTS - 1) return;
      const hour = Math.floor(period / SLOTS) % HOURS;
      for (let p = 0; p < six; p += 1) {
        let sum = 0;
        for (let s = 0; s < SLOTS; s += 1) sum += slots[(base + p) * SLOTS + s] as number;
        hours[(base + p) * HOURS + hour] = sum / SLOTS;
      }
      let day = 0;
      for (let h = 0; h < HOURS; h += 1) day += hours[base * HOURS + h] as number;
      const aqi = index[Math.min(1000, Math.round(day / HOURS))] as number;
      for (const [limit, above] of LIMITS.entries()) {
        const place = station * LIMITS.length + limit;
        if (open[place] === 1) {
          if (aqi < above * 0.8) open[place] = 0;
        } else if (aqi > above) {
          open[place] = 1;
          raised += 1;
        }
      }
    },
  };
}
