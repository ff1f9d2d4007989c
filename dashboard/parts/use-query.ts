import { useLocation } from 'preact-iso';
import { search } from '../query/search.ts';

/** The address as the home of every filter and selection: `set` keeps the rest of it and adds no step to the history unless `push`. */
export function useQuery() {
  const { path, query, route } = useLocation();
  const href = (changes: Readonly<Record<string, string | null>>) => `${path}${search({ ...query, ...changes })}`;
  return {
    query: query as Readonly<Record<string, string | undefined>>,
    href,
    set: (changes: Readonly<Record<string, string | null>>) => route(href(changes), true),
    push: (changes: Readonly<Record<string, string | null>>) => route(href(changes)),
  };
}
