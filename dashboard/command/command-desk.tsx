import { useState } from 'preact/hooks';
import type { CommandOffer } from '../../api/protocol-contract.ts';
import { clockTime } from '../format/beijing-time.ts';
import { clockNow } from '../state/clock.ts';
import { protocolChanges } from '../state/protocol.ts';
import { protocolWords } from '../words/protocol-words.ts';
import { CommandDialog } from './command-dialog.tsx';
import { type CommandSubject, commandName } from './command-subject.ts';
import type { FieldValues } from './form-body.ts';
import type { CommandAnswer } from './send-command.ts';

interface Opened {
  readonly offer: CommandOffer;
  readonly preset: FieldValues;
  readonly subject: CommandSubject;
}

/**
 * The open form of a screen, if any, and what was recorded last. `dialog` and `said` are to be drawn; `open` opens a form for the subject as it
 * is then. `done` gets the answer of a command that was carried out.
 */
export function useCommandDesk(done: (answer: CommandAnswer) => void) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [recorded, setRecorded] = useState('');
  const close = () => setOpened(null);
  const reload = () => {
    protocolChanges.value += 1;
    close();
  };
  const { command: words } = protocolWords.value;
  return {
    open: (subject: CommandSubject, offer: CommandOffer, preset: FieldValues = {}) => {
      setRecorded('');
      setOpened({ subject, offer, preset });
    },
    said: (
      <p class={recorded === '' ? 'recorded hidden' : 'recorded'} role="status">
        {recorded}
      </p>
    ),
    dialog:
      opened === null ? null : (
        <CommandDialog
          {...opened}
          onClose={close}
          onReload={reload}
          onDone={(answer, command) => {
            const name = commandName(opened.subject, command);
            const last = answer.events.at(-1);
            const seq = String(last?.seq ?? '');
            setRecorded(
              answer.repeated ? words.repeated(name) : words.recorded(clockTime(last?.at ?? clockNow()), name, seq),
            );
            done(answer);
            close();
          }}
        />
      ),
  };
}
