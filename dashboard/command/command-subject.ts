import type { CaseView, CommandOffer, WarningView } from '../../api/protocol-contract.ts';
import { protocolWords } from '../words/protocol-words.ts';
import { CASE_FORMS, type CommandForm, WARNING_FORMS } from './command-form.ts';

/** What a command is about. `view` null: it begins one. */
export type CommandSubject =
  | { readonly kind: 'warning'; readonly view: WarningView | null }
  | { readonly kind: 'case'; readonly view: CaseView | null };

/** The form of a command; undefined for one that this page does not know. */
export function formOf(subject: CommandSubject, command: string): CommandForm | undefined {
  const forms: Readonly<Record<string, CommandForm>> = subject.kind === 'warning' ? WARNING_FORMS : CASE_FORMS;
  return forms[command];
}

export function commandName({ kind, view }: CommandSubject, command: string): string {
  const words = protocolWords.value;
  if (command === 'propose' && view !== null) return words.warning.proposeChange;
  const names: Readonly<Record<string, string>> = words[kind].commands;
  return names[command] ?? command;
}

/** Where the command is sent. Without a view it begins a warning or case; on a warning `propose` asks for a change of it. */
export function commandUrl({ kind, view }: CommandSubject, command: string): string {
  const list = `/api/v1/${kind}s`;
  return view === null ? list : `${list}/${encodeURIComponent(view.id)}/${command}`;
}

/** What can be pressed: known commands, those that the jurisdiction is being waited for first. */
export function inOrder(offers: readonly CommandOffer[], wanted: readonly string[]): CommandOffer[] {
  const rank = ({ command }: CommandOffer) => {
    const place = wanted.indexOf(command);
    return place < 0 ? wanted.length : place;
  };
  return [...offers].sort((a, b) => rank(a) - rank(b));
}
