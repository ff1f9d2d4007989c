import { POLLUTANTS } from '../../domain/air/parameter.ts';
import type { Officer } from '../../domain/enforcement/case-command.ts';
import { pollutantLabel } from '../format/quantity.ts';
import { DataName } from '../parts/data-name.tsx';
import { protocolWords } from '../words/protocol-words.ts';
import { CitiesField } from './cities-field.tsx';
import type { Field } from './command-form.ts';
import { FilesField } from './files-field.tsx';
import type { FieldValue } from './form-body.ts';
import { OfficersField } from './officers-field.tsx';

export interface FormFieldProps {
  readonly field: Field;
  readonly value: FieldValue | undefined;
  /** Of a choice, with their texts. */
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly wanting: boolean;
  readonly onChange: (value: FieldValue) => void;
}

/** One field of a command, with its label. */
export function FormField(props: FormFieldProps) {
  const { field, wanting } = props;
  const { fields, command } = protocolWords.value;
  const label = fields[field.name as keyof typeof fields] ?? field.name;
  const id = `field-${field.name}`;
  const mark = field.optional === true ? <span class="quiet"> {command.optional}</span> : null;
  const many = ['cities', 'officers', 'percents', 'window'].includes(field.kind);
  return (
    <div class={wanting ? 'field field-wanting' : 'field'} data-field={field.name}>
      {many ? (
        <fieldset>
          <legend>
            {label}
            {mark}
          </legend>
          <Control {...props} id={id} />
        </fieldset>
      ) : (
        <>
          <label for={id}>
            {label}
            {mark}
          </label>
          <Control {...props} id={id} />
        </>
      )}
      {wanting ? <p class="field-error">{command.wanting}</p> : null}
    </div>
  );
}

function Control({ field, value, options, wanting, onChange, id }: FormFieldProps & { readonly id: string }) {
  const { command } = protocolWords.value;
  const text = typeof value === 'string' ? value : '';
  const shared = { id, 'aria-invalid': wanting };
  const typed = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value);
  switch (field.kind) {
    case 'choice':
      return options.length === 1 && text === options[0]?.value ? (
        <output id={id} class="only-choice">
          <DataName text={options[0].text} />
        </output>
      ) : (
        <select {...shared} class="choice" value={text} onChange={typed}>
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === text}>
              {option.text}
            </option>
          ))}
        </select>
      );
    case 'words':
      return <textarea {...shared} rows={3} value={text} onInput={typed} />;
    case 'line':
      return <input {...shared} type="text" value={text} onInput={typed} />;
    case 'number':
      return <input {...shared} type="number" min="0" step="any" inputMode="decimal" value={text} onInput={typed} />;
    case 'time':
      return <input {...shared} type="datetime-local" value={text} onInput={typed} />;
    case 'window': {
      const { from, to } = (value ?? { from: '', to: '' }) as { from: string; to: string };
      return (
        <div class="field-pair">
          <label>
            {command.from}
            <input type="datetime-local" value={from} onInput={(e) => onChange({ from: e.currentTarget.value, to })} />
          </label>
          <label>
            {command.to}
            <input type="datetime-local" value={to} onInput={(e) => onChange({ from, to: e.currentTarget.value })} />
          </label>
        </div>
      );
    }
    case 'percents': {
      const percents = (value ?? {}) as Readonly<Record<string, string>>;
      return (
        <div class="field-grid">
          {POLLUTANTS.map((pollutant) => (
            <label key={pollutant}>
              {pollutantLabel(pollutant)}
              <input
                type="number"
                min="0"
                max="100"
                inputMode="decimal"
                value={percents[pollutant] ?? ''}
                onInput={(event) => onChange({ ...percents, [pollutant]: event.currentTarget.value })}
              />
            </label>
          ))}
        </div>
      );
    }
    case 'cities':
      return <CitiesField chosen={(value ?? []) as readonly string[]} onChange={onChange} />;
    case 'officers':
      return <OfficersField officers={(value ?? []) as readonly Officer[]} onChange={onChange} />;
    case 'file':
    case 'files':
      return <FilesField id={id} many={field.kind === 'files'} value={value} onChange={onChange} />;
    case 'hash':
      return (
        <output id={id} class="hash hash-long">
          {text}
        </output>
      );
  }
}
