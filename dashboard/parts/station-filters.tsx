import { cities, cityName } from '../state/region.ts';
import { words } from '../words/language.ts';
import { Choice } from './choice.tsx';
import { useQuery } from './use-query.ts';

/** City, state and text, written to the address as they are typed. */
export function StationFilters() {
  const { query, set } = useQuery();
  const { stations, freshness } = words.value;
  const filtered = ['city', 'fresh', 'text'].some((name) => query[name] !== undefined);
  return (
    <search class="push controls">
      {filtered ? (
        <button type="button" class="button" onClick={() => set({ city: null, fresh: null, text: null, page: null })}>
          {stations.clear}
        </button>
      ) : null}
      <Choice
        label={stations.city}
        value={query['city'] ?? ''}
        options={[
          { value: '', text: stations.anyCity },
          ...cities.value.map(({ id }) => ({ value: id, text: cityName(id) })),
        ]}
        onChange={(city) => set({ city, page: null })}
      />
      <Choice
        label={stations.freshness}
        value={query['fresh'] ?? ''}
        options={[
          { value: '', text: stations.anyFreshness },
          ...(['live', 'late', 'stale', 'offline'] as const).map((value) => ({ value, text: freshness[value] })),
        ]}
        onChange={(fresh) => set({ fresh, page: null })}
      />
      <input
        type="search"
        class="search"
        aria-label={stations.searchLabel}
        placeholder={stations.search}
        value={query['text'] ?? ''}
        onInput={(event) => set({ text: event.currentTarget.value, page: null })}
      />
    </search>
  );
}
