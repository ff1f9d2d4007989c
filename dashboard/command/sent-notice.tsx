import { clockTime } from '../format/beijing-time.ts';
import { DataName } from '../parts/data-name.tsx';
import { eventName } from '../state/event-name.ts';
import { byText } from '../state/names.ts';
import { language, words } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';
import type { CommandAnswer, Sent } from './send-command.ts';

/** Why nothing was done: the rule and its text; who was first, for the loser of a race; or that no answer came. */
export function SentNotice({ sent, onReload }: { readonly sent: Sent<CommandAnswer>; readonly onReload: () => void }) {
  const { command } = protocolWords.value;
  if (sent.outcome === 'done') return null;
  if (sent.outcome === 'failed') {
    const { status, message, requestId } = sent.error;
    const { errors } = words.value;
    return (
      <div class="refusal" role="alert">
        <p>
          <b>{status === 0 ? command.failed : command.refused}</b>
          {status === 0 ? null : (
            <>
              {' · '}
              <DataName text={`${status} ${message}`} />
            </>
          )}
          {requestId === null ? null : ` · ${errors.request(requestId)}`}
        </p>
        {status === 0 || status >= 500 ? <p>{command.failedHint}</p> : null}
      </div>
    );
  }
  const { rule, reason, first } = sent.refusal;
  return (
    <div class="refusal" role="alert" data-rule={rule}>
      <p>
        <b>{first === undefined ? command.refused : command.overtaken}</b> · {command.rule} <code>{rule}</code>
      </p>
      {first === undefined ? (
        <p>
          <DataName text={reason[language.value]} />
        </p>
      ) : (
        <>
          <p class="first">
            <DataName text={command.first(byText(first.by), clockTime(Date.parse(first.at)), eventName(first.type))} />
          </p>
          <button type="button" class="button" onClick={onReload}>
            {command.reload}
          </button>
        </>
      )}
    </div>
  );
}
