import type { CityView } from '../../api/contract.ts';
import { dayTime } from '../format/beijing-time.ts';
import { pollutantLabel } from '../format/quantity.ts';
import { subjectText } from '../query/subject.ts';
import { clockMinute } from '../state/clock.ts';
import { freshness } from '../state/freshness.ts';
import { cityState, latestTick } from '../state/latest.ts';
import { cities } from '../state/region.ts';
import { language, words } from '../words/language.ts';
import { AqiChip } from './aqi-chip.tsx';
import { DataName } from './data-name.tsx';

const HOUR_S = 3600;
const ARROWS = { up: '↑', steady: '→', down: '↓' } as const;

interface CityStripProps {
  /** Id of the city whose chart is shown. */
  readonly selected: string | null;
  readonly href: (changes: Readonly<Record<string, string | null>>) => string;
}

/** One cell per city, always in the agreement's order: the hourly index, of how many stations, and where it is going. */
export function CityStrip({ selected, href }: CityStripProps) {
  latestTick.value;
  const said = words.value.aqi;
  const newest = cities.value
    .map((city) => cityState(city.id))
    .reduce((a, b) => (b && (!a || b.at > a.at) ? b : a), undefined);
  return (
    <section class="panel strip" aria-label={said.hourly}>
      <p class="strip-standard">
        <b>{said.hourly}</b>
        <span class="quiet">{newest === undefined ? 'HJ 633 · 1 h' : `${newest.standard} · 1 h`}</span>
        {newest === undefined ? null : <span class="quiet number">{dayTime(Date.parse(newest.at))}</span>}
      </p>
      <ul class="strip-cells">
        {cities.value.map((city) => (
          <li key={city.id}>
            <CityCell city={city} selected={city.id === selected} href={href} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface CityCellProps {
  readonly city: CityView;
  readonly selected: boolean;
  readonly href: CityStripProps['href'];
}

function CityCell({ city, selected, href }: CityCellProps) {
  // Its own dependency: the parent's new rendering stops at a child whose props are the same.
  latestTick.value;
  const { aqi: said, levels } = words.value;
  const state = cityState(city.id);
  const fresh = freshness(state === undefined ? null : Date.parse(state.at), HOUR_S, clockMinute.value);
  const old = fresh === 'stale' || fresh === 'offline';
  const name = city.name[language.value];
  const level = state?.level ?? null;
  const primary = state?.primary.map(pollutantLabel).join(' ') ?? '';
  const trend = old ? null : (state?.trend ?? null);
  const chart = subjectText({ kind: 'city', id: city.id });
  return (
    <a
      class="city-cell"
      href={href({ chart: selected ? null : chart, city: selected ? null : city.id, page: null })}
      aria-current={selected ? 'true' : undefined}
      title={said.show(name)}
      data-city={city.id}
    >
      <AqiChip aqi={state?.aqi} level={level} freshness={fresh} large />
      <span class="city-words">
        <b class="city-name">
          <DataName text={name} />
          {trend === null ? null : (
            <span class="trend" role="img" aria-label={said.trend[trend]}>
              {ARROWS[trend]}
            </span>
          )}
        </b>
        <span class="quiet city-line">
          {old || level === null ? said.missing : [primary, levels[level - 1]].filter(Boolean).join(' · ')}
        </span>
        <span class="quiet city-line" title={state && said.validLong(state.stations.valid, state.stations.total)}>
          {state === undefined ? `0/${city.stations}` : said.valid(state.stations.valid, state.stations.total)}
        </span>
      </span>
    </a>
  );
}
