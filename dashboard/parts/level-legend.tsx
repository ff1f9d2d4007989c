import { CATEGORIES } from '../../domain/air/category.ts';
import { words } from '../words/language.ts';

/** The six levels with digit, word and upper limit, so that no colour has to be known by heart. */
export function LevelLegend() {
  const { levels, aqi } = words.value;
  return (
    <ul class="level-legend" aria-label={aqi.legend}>
      {CATEGORIES.map(({ level, upTo }) => (
        <li key={level}>
          <span class={`aqi aqi-key aqi-${level}`}>{level}</span>
          {levels[level - 1]}
          <span class="quiet number">{level === 6 ? '>300' : `≤${upTo}`}</span>
        </li>
      ))}
    </ul>
  );
}
