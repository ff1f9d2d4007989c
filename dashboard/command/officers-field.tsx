import type { Officer } from '../../domain/enforcement/case-command.ts';
import { agreement } from '../state/protocol.ts';
import { language } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';

interface OfficersFieldProps {
  readonly officers: readonly Officer[];
  readonly onChange: (officers: readonly Officer[]) => void;
}

/** Who was there: name, jurisdiction and certificate of each. */
export function OfficersField({ officers, onChange }: OfficersFieldProps) {
  const { fields, command } = protocolWords.value;
  const places = agreement.body.value?.jurisdictions ?? [];
  const change = (index: number, part: Partial<Officer>) =>
    onChange(officers.map((officer, place) => (place === index ? { ...officer, ...part } : officer)));
  return (
    <>
      {officers.map((officer, index) => (
        <div key={index} class="officer">
          <input
            type="text"
            aria-label={fields.officerName}
            placeholder={fields.officerName}
            value={officer.name}
            onInput={(event) => change(index, { name: event.currentTarget.value })}
          />
          <select
            class="choice"
            aria-label={fields.jurisdiction}
            value={officer.jurisdiction}
            onChange={(event) => change(index, { jurisdiction: event.currentTarget.value })}
          >
            {places.map(({ id, name }) => (
              <option key={id} value={id} selected={id === officer.jurisdiction}>
                {name[language.value]}
              </option>
            ))}
          </select>
          <input
            type="text"
            aria-label={fields.certificate}
            placeholder={fields.certificate}
            value={officer.certificate}
            onInput={(event) => change(index, { certificate: event.currentTarget.value })}
          />
          <button type="button" class="button" onClick={() => onChange(officers.filter((_, place) => place !== index))}>
            {command.removeOfficer}
          </button>
        </div>
      ))}
      <button
        type="button"
        class="button"
        onClick={() => onChange([...officers, { name: '', jurisdiction: places[0]?.id ?? '', certificate: '' }])}
      >
        {command.addOfficer}
      </button>
    </>
  );
}
