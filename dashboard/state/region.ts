import { computed, signal } from '@preact/signals';
import type { CityView, LiveMessage, StationView } from '../../api/contract.ts';
import { fetchJson, RequestFailed } from '../query/fetch-json.ts';
import type { Page } from '../query/pages.ts';
import { allPages } from '../query/pages.ts';
import { search } from '../query/search.ts';
import { language } from '../words/language.ts';

type RegionName = Extract<LiveMessage, { type: 'hello' }>['data']['region'];

/** Who is there: stations and cities as registered, in the order of the agreement. They hardly change, so they are fetched once. */
export const stations = signal<readonly StationView[]>([]);
export const cities = signal<readonly CityView[]>([]);
export const regionName = signal<RegionName | null>(null);
export const regionError = signal<RequestFailed | null>(null);
export const regionLoaded = signal(false);

export const stationById = computed(() => new Map(stations.value.map((station) => [station.id, station])));
export const cityById = computed(() => new Map(cities.value.map((city) => [city.id, city])));

export async function loadRegion(): Promise<void> {
  try {
    const [stationList, cityList] = await Promise.all([all<StationView>('stations'), all<CityView>('cities')]);
    stations.value = stationList;
    cities.value = cityList;
    regionError.value = null;
    regionLoaded.value = true;
  } catch (error) {
    regionError.value = error instanceof RequestFailed ? error : new RequestFailed(String(error), 0, null);
  }
}

function all<Item>(list: string): Promise<Item[]> {
  return allPages<Item>((cursor) => fetchJson<Page<Item>>(`/api/v1/${list}${search({ limit: 1000, cursor })}`));
}

/** A city's name in the language in force; its id when it is not registered. */
export function cityName(id: string): string {
  return cityById.value.get(id)?.name[language.value] ?? id;
}
