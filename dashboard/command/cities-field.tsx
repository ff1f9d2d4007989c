import { DataName } from '../parts/data-name.tsx';
import { cities } from '../state/region.ts';
import { language } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';

interface CitiesFieldProps {
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Which cities: one box each, in the agreement's order. */
export function CitiesField({ chosen, onChange }: CitiesFieldProps) {
  const all = cities.value.map(({ id }) => id);
  const toggle = (city: string) =>
    onChange(
      chosen.includes(city)
        ? chosen.filter((one) => one !== city)
        : all.filter((one) => one === city || chosen.includes(one)),
    );
  return (
    <div class="field-boxes">
      {cities.value.map(({ id, name }) => (
        <label key={id}>
          <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
          <DataName text={name[language.value]} />
        </label>
      ))}
      <button type="button" class="button" onClick={() => onChange(all)}>
        {protocolWords.value.command.all}
      </button>
    </div>
  );
}
