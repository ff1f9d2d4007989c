import { useRef, useState } from 'preact/hooks';
import type { CommandOffer } from '../../api/protocol-contract.ts';
import { Dialog } from '../parts/dialog.tsx';
import { me } from '../session/session.ts';
import { clockNow } from '../state/clock.ts';
import { protocolWords } from '../words/protocol-words.ts';
import { isBesideThePoint } from './beside-the-point.ts';
import type { Field } from './command-form.ts';
import { type CommandSubject, commandName, commandUrl, formOf } from './command-subject.ts';
import { choiceText } from './field-texts.ts';
import { firstValues, fixedChoice } from './first-values.ts';
import { type FieldValues, formBody, isAsked } from './form-body.ts';
import { FormField } from './form-field.tsx';
import { FormSummary } from './form-summary.tsx';
import { randomKey } from './random-key.ts';
import { type CommandAnswer, type Sent, sendCommand } from './send-command.ts';
import { SentNotice } from './sent-notice.tsx';
import { SigningNote } from './signing-note.tsx';

interface CommandDialogProps {
  readonly subject: CommandSubject;
  readonly offer: CommandOffer;
  /** Fields that are filled in already. */
  readonly preset: FieldValues;
  readonly onDone: (answer: CommandAnswer, command: string) => void;
  readonly onClose: () => void;
  /** The warning or case has moved on: fetch it. */
  readonly onReload: () => void;
}

const MOST_AGAIN = 5;

/**
 * One command: its fields, where it matters a second look, and what came of it. The idempotency key and the version are those of the opening
 * of the form: sending it twice is one command, and who was overtaken is told.
 */
export function CommandDialog({ subject, offer, preset, onDone, onClose, onReload }: CommandDialogProps) {
  const { command } = offer;
  const { command: said } = protocolWords.value;
  const form = formOf(subject, command) ?? { fields: [] };
  const opened = useRef({ key: randomKey(), version: subject.view?.version ?? null, subject });
  const [values, setValues] = useState(() =>
    firstValues(form, offer, subject, { nowMs: clockNow(), jurisdiction: me.value?.jurisdiction ?? '', preset }),
  );
  const [stage, setStage] = useState<'form' | 'confirm' | 'sending'>('form');
  const [missing, setMissing] = useState<readonly string[]>([]);
  const [sent, setSent] = useState<Sent<CommandAnswer> | null>(null);
  const name = commandName(subject, command);
  const fields = form.fields.filter((field) => isAsked(field, values));

  function submit(event: Event): void {
    event.preventDefault();
    const filled = formBody(form, values);
    setMissing('missing' in filled ? filled.missing : []);
    if ('missing' in filled) return;
    if (form.confirm === true && stage === 'form') setStage('confirm');
    else void send(filled.body);
  }

  async function send(body: object): Promise<void> {
    setStage('sending');
    const { key, version } = opened.current;
    const order = { url: commandUrl(opened.current.subject, command), key, body };
    let result = await sendCommand<CommandAnswer>({ ...order, version });
    for (let again = 0; again < MOST_AGAIN && result.outcome === 'refused'; again += 1) {
      if (!isBesideThePoint(command, result.refusal, me.value?.jurisdiction)) break;
      result = await sendCommand<CommandAnswer>({ ...order, version: result.refusal.version });
    }
    setSent(result);
    setStage('form');
    if (result.outcome === 'done') onDone(result.answer, command);
  }

  const overtaken = sent?.outcome === 'refused' && sent.refusal.first !== undefined;
  return (
    <Dialog titleId="command-title" onClose={onClose}>
      <form class="command-form" noValidate onSubmit={submit} data-command={command}>
        <h2 id="command-title">
          {name}
          {subject.view === null ? null : <span class="quiet"> {subject.view.id}</span>}
          {subject.view?.exercise ? <b class="exercise-mark">{said.exercise}</b> : null}
        </h2>
        {subject.kind === 'case' && subject.view !== null ? (
          <SigningNote command={command} view={subject.view} />
        ) : null}
        {stage === 'form' ? (
          fields.map((field) => (
            <FormField
              key={field.name}
              field={field}
              value={values[field.name]}
              options={optionsOf(field, offer, subject)}
              wanting={missing.includes(field.name)}
              onChange={(value) => setValues({ ...values, [field.name]: value })}
            />
          ))
        ) : (
          <FormSummary title={said.confirmTitle} fields={fields} values={values} subject={subject} />
        )}
        {sent === null ? null : <SentNotice sent={sent} onReload={onReload} />}
        <div class="dialog-buttons">
          <button type="button" class="button" onClick={stage === 'confirm' ? () => setStage('form') : onClose}>
            {stage === 'confirm' ? said.back : overtaken ? said.close : said.cancel}
          </button>
          {overtaken ? null : (
            <button type="submit" class="button button-main" disabled={stage === 'sending'}>
              {stage === 'sending'
                ? said.sending
                : stage === 'confirm'
                  ? said.confirm(name)
                  : sent?.outcome === 'failed'
                    ? said.again
                    : name}
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

function optionsOf({ name, kind, path = name, values }: Field, offer: CommandOffer, subject: CommandSubject) {
  if (kind !== 'choice') return [];
  const choices = fixedChoice(name, subject) ?? offer.choices[path] ?? offer.choices[name] ?? values ?? [];
  return choices.map((value) => ({ value, text: choiceText(name, value, subject.view) }));
}
