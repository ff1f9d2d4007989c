import type { CommandOffer } from '../../api/protocol-contract.ts';
import { isoBeijing } from '../format/beijing-time.ts';
import type { CommandForm } from './command-form.ts';
import type { CommandSubject } from './command-subject.ts';
import type { FieldValue, FieldValues } from './form-body.ts';

/** What a form says when it is opened: the first choice of each, what follows from the warning or case, nothing that needs thought. */
export function firstValues(
  { fields }: CommandForm,
  offer: CommandOffer,
  subject: CommandSubject,
  {
    nowMs,
    jurisdiction,
    preset,
  }: { readonly nowMs: number; readonly jurisdiction: string; readonly preset: FieldValues },
): FieldValues {
  const now = isoBeijing(nowMs).slice(0, 16);
  const values: Record<string, FieldValue> = {};
  for (const { name, path = name, kind, values: fixed, optional } of fields) {
    const choices = fixedChoice(name, subject) ?? offer.choices[path] ?? offer.choices[name] ?? fixed ?? [];
    if (kind === 'choice') values[name] = choices[0] ?? '';
    else if (kind === 'time' && optional !== true) values[name] = now;
    else if (kind === 'cities') values[name] = citiesOf(subject);
    else if (kind === 'window') values[name] = { from: `${now.slice(0, 13)}:00`, to: '' };
    else if (kind === 'officers') values[name] = officersOf(subject, jurisdiction);
    else if (kind === 'hash') values[name] = subject.kind === 'case' ? (subject.view?.frozen?.hash ?? '') : '';
  }
  return { ...values, ...preset };
}

/** What a warning that is there leaves no choice of: it stays about what it is about. */
export function fixedChoice(field: string, subject: CommandSubject): readonly string[] | undefined {
  return field === 'kind' && subject.kind === 'warning' && subject.view !== null ? [subject.view.kind] : undefined;
}

function citiesOf(subject: CommandSubject): readonly string[] {
  return subject.kind === 'warning' ? (subject.view?.cities ?? []) : [];
}

/** Two of the side that enforces and one of the other. */
function officersOf(subject: CommandSubject, jurisdiction: string) {
  const sides = subject.kind === 'case' && subject.view !== null ? [subject.view.sender, subject.view.respondent] : [];
  const other = sides.find((side) => side !== null && side !== jurisdiction);
  return [jurisdiction, jurisdiction, ...(other ? [other] : [])].map((side) => ({
    name: '',
    jurisdiction: side,
    certificate: '',
  }));
}
