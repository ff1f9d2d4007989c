import type { StationView } from '../../api/contract.ts';
import { PARAMETERS } from '../../domain/air/parameter.ts';
import { ageText } from '../format/age.ts';
import { dayTime } from '../format/beijing-time.ts';
import type { Quantity } from '../format/quantity.ts';
import { pollutantLabel, quantityLabel, unitOf, valueText } from '../format/quantity.ts';
import { clockMinute } from '../state/clock.ts';
import { freshness } from '../state/freshness.ts';
import { latestTick, stationState } from '../state/latest.ts';
import { cityName } from '../state/region.ts';
import { words } from '../words/language.ts';
import { AqiChip } from './aqi-chip.tsx';
import { DataName } from './data-name.tsx';

interface StationFactsProps {
  readonly station: StationView;
  /** The one in the chart below. */
  readonly quantity: Quantity;
  readonly onQuantity: (quantity: Quantity) => void;
}

/** The registered facts of a station and its newest values; a value is also the button that shows its past. */
export function StationFacts({ station, quantity, onQuantity }: StationFactsProps) {
  latestTick.value;
  const said = words.value;
  const state = stationState(station.id);
  const nowMs = clockMinute.value;
  const atMs =
    state === undefined ? (station.lastAt === null ? null : Date.parse(station.lastAt)) : Date.parse(state.at);
  const fresh = freshness(atMs, state?.interval ?? 3600, nowMs);
  const old = fresh === 'stale' || fresh === 'offline';
  const level = state?.level ?? null;
  const primary = state?.primary.map(pollutantLabel).join(' ') ?? '';
  const facts: readonly (readonly [string, string])[] = [
    [said.stations.id, station.id],
    [said.stations.city, cityName(station.city)],
    [said.stations.operator, station.operator ?? '—'],
    [said.stations.role, station.background ? said.stations.notCounted : said.stations.counted],
    [said.stations.coordinates, `${station.lon.toFixed(4)}°, ${station.lat.toFixed(4)}°`],
    ...(state === undefined
      ? []
      : [[said.stations.rhythm, said.stations.minutes(Math.round(state.interval / 60))] as const]),
  ];
  return (
    <section class="panel station-facts" aria-label={said.stations.last}>
      <div class="now">
        <AqiChip aqi={state?.aqi} level={level} freshness={fresh} large />
        <p>
          <b>
            {old || level === null ? said.aqi.missing : [said.levels[level - 1], primary].filter(Boolean).join(' · ')}
          </b>
          <span class={`fresh-word fresh-${fresh}`}>{said.freshness[fresh]}</span>
          <span class="quiet number">
            {atMs === null ? said.stations.never : `${dayTime(atMs)} · ${ageText(nowMs - atMs, said.age)}`}
          </span>
        </p>
      </div>
      <dl class="fact-list">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <DataName text={value} />
            </dd>
          </div>
        ))}
      </dl>
      <ul class="values">
        {PARAMETERS.filter((parameter) => state?.values[parameter] !== undefined).map((parameter) => {
          const flag = state?.flags?.[parameter];
          const text = valueText(parameter, state?.values[parameter]);
          return (
            <li key={parameter}>
              <button
                type="button"
                class="value"
                aria-pressed={parameter === quantity}
                onClick={() => onQuantity(parameter)}
              >
                <span class="quiet">{quantityLabel(parameter, said)}</span>
                <b class={`number${old ? ' old-value' : ''}`}>{flag === undefined ? text : `(${text}) ${flag}`}</b>
                <span class="quiet unit">{unitOf(parameter)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
