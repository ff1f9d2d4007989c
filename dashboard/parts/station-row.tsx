import { POLLUTANTS } from '../../domain/air/parameter.ts';
import { ageText } from '../format/age.ts';
import { dayTime } from '../format/beijing-time.ts';
import { MISSING, valueText, withUnit } from '../format/quantity.ts';
import { subjectText } from '../query/subject.ts';
import { cityName } from '../state/region.ts';
import type { StationRow as Row } from '../state/station-rows.ts';
import { words } from '../words/language.ts';
import { AqiChip } from './aqi-chip.tsx';
import { DataName } from './data-name.tsx';
import { Icon } from './icon.tsx';
import { WindArrow } from './wind-arrow.tsx';

interface StationRowProps {
  readonly row: Row;
  readonly nowMs: number;
  /** Address that shows this station in the chart beside the table; null where there is no chart. */
  readonly chartHref: ((chart: string) => string) | null;
  readonly selected: boolean;
}

/** One station: index, values, wind, and how old all that is. Old values are grey and underlined with dashes. */
export function StationRow({ row, nowMs, chartHref, selected }: StationRowProps) {
  const { stations, freshness: fresh, age } = words.value;
  const { station, state, freshness } = row;
  const atMs = state === undefined ? station.lastAt && Date.parse(station.lastAt) : Date.parse(state.at);
  const old = freshness === 'stale' || freshness === 'offline';
  const speed = state?.values.wind_speed;
  return (
    <tr class={`row-${freshness}${selected ? ' selected' : ''}`} data-station={station.id}>
      <td>
        <AqiChip aqi={state?.aqi} level={state?.level} freshness={freshness} />
      </td>
      <th scope="row">
        <a class="station-name" href={`/stations/${encodeURIComponent(station.id)}`}>
          <DataName text={station.name} />
        </a>
        {station.background ? <span class="tag">{stations.background}</span> : null}
      </th>
      <td class="col-city">
        <DataName text={cityName(station.city)} />
      </td>
      {POLLUTANTS.map((pollutant) => {
        const value = state?.values[pollutant];
        const flag = state?.flags?.[pollutant];
        const text = valueText(pollutant, value);
        return (
          <td key={pollutant} class={`number${old && value !== undefined ? ' old-value' : ''} col-${pollutant}`}>
            {flag === undefined || text === MISSING ? text : <abbr title={flag}>({text})</abbr>}
          </td>
        );
      })}
      <td class={`number col-wind${old && speed !== undefined ? ' old-value' : ''}`}>
        {old || state?.values.wind_dir === undefined ? null : <WindArrow from={state.values.wind_dir} />}
        <span title={withUnit('wind_speed', speed)}>{valueText('wind_speed', speed)}</span>
      </td>
      <td class="number col-time">{atMs ? dayTime(atMs) : MISSING}</td>
      <td class={`fresh-word fresh-${freshness}`}>
        {fresh[freshness]}
        {old && atMs ? <span class="quiet"> {ageText(nowMs - atMs, age)}</span> : null}
      </td>
      {chartHref === null ? null : (
        <td>
          <a
            class="icon-button"
            href={chartHref(subjectText({ kind: 'station', id: station.id }))}
            aria-label={stations.chart(station.name)}
            aria-current={selected ? 'true' : undefined}
          >
            <Icon name="chart" />
          </a>
        </td>
      )}
    </tr>
  );
}
