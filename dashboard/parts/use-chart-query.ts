import type { Quantity } from '../format/quantity.ts';
import { isQuantity } from '../format/quantity.ts';
import { WINDOWS_H } from './history-panel.tsx';
import { useQuery } from './use-query.ts';

/** The chart's quantity (`q`) and window (`hours`) in the address; what it does not understand is the page's default. */
export function useChartQuery(defaultQuantity: Quantity, defaultHours: number) {
  const { query, set } = useQuery();
  const asked = query['q'] ?? '';
  const hours = Number(query['hours']);
  return {
    quantity: isQuantity(asked) ? asked : defaultQuantity,
    hours: WINDOWS_H.find((window) => window === hours) ?? defaultHours,
    onChange: (changes: { q?: Quantity; hours?: string }) => set(changes),
  };
}
