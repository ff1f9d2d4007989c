import type { CaseView } from '../../api/protocol-contract.ts';
import { protocolWords } from '../words/protocol-words.ts';

/** These add nothing to the record (ENF-19). */
const LEAVES_RECORD = ['freeze', 'pause', 'resume'];

/** Commands that touch a frozen version say so before they are given. */
export function SigningNote({ command, view }: { readonly command: string; readonly view: CaseView }) {
  const { command: said } = protocolWords.value;
  const { frozen, signatures } = view;
  if (frozen === null) return null;
  if (command === 'sign') {
    return (
      <p class="note">
        {said.signing} {said.signingEntries(frozen.entries)}
      </p>
    );
  }
  return LEAVES_RECORD.includes(command) ? null : <p class="note note-bad">{said.voids(signatures.length)}</p>;
}
