import { words } from '../words/language.ts';

interface SortHeadingProps {
  readonly text: string;
  readonly unit: string;
  readonly extra: string;
  readonly sorted: 'ascending' | 'descending' | 'none';
  /** The order that a click asks for. */
  readonly onSort: (descending: boolean) => void;
}

/** A column head that sorts; it states its unit once for the whole column. */
export function SortHeading({ text, unit, extra, sorted, onSort }: SortHeadingProps) {
  return (
    <th scope="col" class={extra} aria-sort={sorted}>
      <button
        type="button"
        class="sort"
        title={words.value.stations.sortBy(text)}
        onClick={() => onSort(sorted !== 'descending')}
      >
        {text}
        <span aria-hidden="true" class="sort-arrow">
          {sorted === 'none' ? '' : sorted === 'ascending' ? '↑' : '↓'}
        </span>
        {unit === '' ? null : <span class="quiet unit">{unit}</span>}
      </button>
    </th>
  );
}
