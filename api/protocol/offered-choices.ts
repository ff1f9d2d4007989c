import type { CommandOffer } from '../protocol-contract.ts';

/** A command that might be given, and the fields by which it differs from others of its type. */
export interface Trial<Command extends { readonly type: string }> {
  readonly command: Command;
  readonly choices?: Readonly<Record<string, string>>;
}

/** What would be carried out of all that was tried, one offer a type of command, in the order in which they were tried. */
export function offeredChoices<Command extends { readonly type: string }>(
  trials: Iterable<Trial<Command>>,
  isCarriedOut: (command: Command) => boolean,
): CommandOffer[] {
  const offers = new Map<string, Map<string, Set<string>>>();
  for (const { command, choices = {} } of trials) {
    if (!isCarriedOut(command)) continue;
    const fields = offers.get(command.type) ?? new Map<string, Set<string>>();
    offers.set(command.type, fields);
    for (const [field, value] of Object.entries(choices)) {
      fields.set(field, (fields.get(field) ?? new Set<string>()).add(value));
    }
  }
  return [...offers].map(([command, fields]) => ({
    command,
    choices: Object.fromEntries([...fields].map(([field, values]) => [field, [...values]])),
  }));
}
