import { useRef } from 'preact/hooks';
import { POLLUTANTS } from '../../domain/air/parameter.ts';
import { pollutantLabel, unitOf } from '../format/quantity.ts';
import { clockMinute } from '../state/clock.ts';
import { latestTick, stationState } from '../state/latest.ts';
import { loadRegion, regionError, regionLoaded, stations } from '../state/region.ts';
import { theme } from '../state/settings.ts';
import type { SortKey } from '../state/station-rows.ts';
import { selectRows, stationRows } from '../state/station-rows.ts';
import { words } from '../words/language.ts';
import { Failure } from './failure.tsx';
import { LevelLegend } from './level-legend.tsx';
import { Pager } from './pager.tsx';
import { rowQuery } from './row-query.ts';
import { SortHeading } from './sort-heading.tsx';
import { StationFilters } from './station-filters.tsx';
import { StationRow } from './station-row.tsx';
import { useQuery } from './use-query.ts';
import { useRowsThatFit } from './use-rows-that-fit.ts';

/** Rows of one page; fewer on a phone, where the whole page scrolls. */
const pageRows = () => (innerWidth < 768 ? 25 : 100);
/** Height of a row, see `.station-table` in stations.css. */
const ROW_REM = 2.43;

interface StationTableProps {
  /** Whether a chart beside the table can show a station, and which one it shows. */
  readonly chart: { readonly selected: string | null } | null;
}

/** All stations as a table that sorts, filters and pages; every choice is in the address. */
export function StationTable({ chart }: StationTableProps) {
  const { query, href, set } = useQuery();
  const said = words.value;
  const frame = useRef<HTMLDivElement>(null);
  const fitting = useRowsThatFit(frame, ROW_REM);
  const nowMs = clockMinute.value;
  latestTick.value;
  const asked = rowQuery(query);
  const rows = selectRows(stationRows(stations.value, stationState, nowMs), asked);
  const size = pageRows();
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const page = Math.min(pages, Math.max(1, Number(query['page']) || 1));
  const onWall = theme.value === 'wall' && chart !== null && innerWidth >= 1280;
  const shown = onWall ? rows.slice(0, fitting) : rows.slice((page - 1) * size, page * size);
  const heading = (key: SortKey, text: string, unit = '', extra = '') => (
    <SortHeading
      text={text}
      unit={unit}
      extra={extra}
      sorted={asked.sort === key ? (asked.descending ? 'descending' : 'ascending') : 'none'}
      onSort={(descending) => set({ sort: key, dir: descending ? 'desc' : 'asc', page: null })}
    />
  );
  const error = regionError.value;
  return (
    <section class="panel station-panel" aria-labelledby="station-table-title">
      <header class="panel-head">
        <h2 id="station-table-title">{said.stations.title}</h2>
        <span class="quiet number">{said.stations.count(rows.length, stations.value.length)}</span>
        <StationFilters />
      </header>
      {error === null ? null : <Failure what={said.errors.stations} error={error} retry={() => void loadRegion()} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="table-scroll scroll" aria-label={said.stations.tableLabel} tabIndex={0} ref={frame}>
        <table class="station-table">
          <thead>
            <tr>
              {heading('aqi', 'AQI')}
              {heading('name', said.stations.name)}
              {heading('city', said.stations.city, '', 'col-city')}
              {POLLUTANTS.map((pollutant) =>
                heading(pollutant, pollutantLabel(pollutant), unitOf(pollutant), `number col-${pollutant}`),
              )}
              {heading('wind_speed', said.stations.wind, unitOf('wind_speed'), 'number col-wind')}
              {heading('at', said.stations.time, '', 'number col-time')}
              <th scope="col">{said.stations.freshness}</th>
              {chart === null ? null : (
                <th scope="col">
                  <span class="visually-hidden">{said.chart.table}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <StationRow
                key={row.station.id}
                row={row}
                nowMs={nowMs}
                selected={chart?.selected === row.station.id}
                chartHref={chart === null ? null : (subject) => href({ chart: subject })}
              />
            ))}
          </tbody>
        </table>
        {rows.length === 0 && regionLoaded.value ? (
          <p class="empty">{stations.value.length === 0 ? said.stations.none : said.stations.noMatch}</p>
        ) : null}
      </section>
      <footer class="panel-foot">
        <LevelLegend />
        {onWall && rows.length > shown.length ? (
          <a class="button push" href="/stations">
            {said.stations.more(rows.length - shown.length)}
          </a>
        ) : null}
        {onWall ? null : (
          <Pager page={page} pages={pages} href={(to) => href({ page: to === 1 ? null : String(to) })} />
        )}
      </footer>
    </section>
  );
}
