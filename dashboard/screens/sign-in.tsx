import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { DataName } from '../parts/data-name.tsx';
import { RequestFailed } from '../query/fetch-json.ts';
import { DemoChooser } from '../session/demo-chooser.tsx';
import { leave, me, signIn } from '../session/session.ts';
import { clockRate } from '../state/clock.ts';
import { jurisdictionName, roleName } from '../state/names.ts';
import { installation } from '../state/protocol.ts';
import { words } from '../words/language.ts';

/** `/sign-in`: by a pasted token; in a demonstration by choosing whom to act as. */
export function SignIn() {
  const { session: said, errors } = words.value;
  const { route } = useLocation();
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const person = me.value;
  async function enter(token: string): Promise<void> {
    setBusy(true);
    setError('');
    try {
      await signIn(token);
      route('/warnings');
    } catch (failed) {
      const known = failed instanceof RequestFailed && failed.status !== 0;
      setError(known ? said.unknown : errors.network);
    }
    setBusy(false);
  }
  return (
    <div class="one-column narrow-column">
      {clockRate.value === 1 ? null : <DemoChooser enter={enter} />}
      <section class="panel" aria-labelledby="sign-in-title">
        <header class="panel-head">
          <h1 id="sign-in-title">{said.title}</h1>
        </header>
        {person === null ? null : (
          <p class="empty">
            <DataName
              text={said.as(`${person.name} · ${roleName(person.role)} · ${jurisdictionName(person.jurisdiction)}`)}
            />{' '}
            <button type="button" class="button" onClick={leave}>
              {said.leave}
            </button>
          </p>
        )}
        {installation.body.value?.people === false ? <p class="note">{said.none}</p> : null}
        <form
          class="command-form sign-in"
          onSubmit={(event) => {
            event.preventDefault();
            const token = new FormData(event.currentTarget).get('token');
            if (typeof token === 'string' && token.trim() !== '') void enter(token);
          }}
        >
          <div class="field">
            <label for="token">{said.token}</label>
            <input
              id="token"
              name="token"
              type="password"
              autocomplete="off"
              spellcheck={false}
              aria-describedby="token-hint"
              aria-invalid={error !== ''}
            />
            <p id="token-hint" class="quiet">
              {said.hint}
            </p>
          </div>
          <p class="field-error" role="alert">
            {error}
          </p>
          <div class="dialog-buttons">
            <button type="submit" class="button button-main" disabled={busy}>
              {busy ? said.waiting : said.signIn}
            </button>
          </div>
        </form>
      </section>
    </div>
  );
}
