import { DataName } from '../parts/data-name.tsx';
import { inAgreementOrder, jurisdictionName } from '../state/names.ts';
import { protocolWords } from '../words/protocol-words.ts';
import type { Field } from './command-form.ts';
import type { CommandSubject } from './command-subject.ts';
import { choiceText } from './field-texts.ts';
import type { FieldValue, FieldValues } from './form-body.ts';

interface FormSummaryProps {
  readonly title: string;
  readonly fields: readonly Field[];
  readonly values: FieldValues;
  readonly subject: CommandSubject;
}

/** What is about to be sent, to be read once more before it goes to many people. */
export function FormSummary({ title, fields, values, subject }: FormSummaryProps) {
  const names = protocolWords.value.fields;
  const { warning } = protocolWords.value;
  const cities = subject.kind === 'warning' ? (subject.view?.cities ?? []) : [];
  return (
    <section class="form-summary" role="status">
      <p>
        <b>{title}</b>
      </p>
      <dl>
        {fields.map((field) => (
          <div key={field.name}>
            <dt>{names[field.name as keyof typeof names] ?? field.name}</dt>
            <dd>
              <DataName text={textOf(field, values[field.name], subject)} />
            </dd>
          </div>
        ))}
        {cities.length === 0 || fields.some(({ name }) => name === 'city') ? null : (
          <div>
            <dt>{warning.cities(cities.length)}</dt>
            <dd>
              <DataName text={inAgreementOrder(cities).map(jurisdictionName).join(' · ')} />
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

function textOf({ name, kind }: Field, value: FieldValue | undefined, subject: CommandSubject): string {
  if (typeof value === 'string') {
    if (kind === 'choice') return choiceText(name, value, subject.view);
    return kind === 'time' ? value.replace('T', ' ') : value || '—';
  }
  return Array.isArray(value) && value.length > 0 ? String(value.length) : '—';
}
