import { MISSING } from '../format/quantity.ts';
import type { Freshness } from '../state/freshness.ts';
import { words } from '../words/language.ts';

interface AqiChipProps {
  /** undefined: no state at all; null: NA by the standard. */
  readonly aqi: number | null | undefined;
  readonly level: number | null | undefined;
  readonly freshness: Freshness;
  readonly large?: boolean;
}

/** The index as a filled chip with its number. An old value has neither fill nor number: it would read as now. */
export function AqiChip({ aqi, level, freshness, large = false }: AqiChipProps) {
  const size = large ? ' aqi-large' : '';
  const { missing, na } = words.value.aqi;
  if (aqi === undefined || freshness === 'stale' || freshness === 'offline') {
    return (
      <span class={`aqi aqi-old${size}`} title={missing}>
        {MISSING}
      </span>
    );
  }
  if (aqi === null || level === null || level === undefined) {
    return (
      <span class={`aqi aqi-na${size}`} title={na}>
        NA
      </span>
    );
  }
  return <span class={`aqi aqi-${level}${size}`}>{aqi}</span>;
}
