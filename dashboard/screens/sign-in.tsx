import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { DataName } from '../parts/data-name.tsx';
import { RequestFailed } from '../query/fetch-json.ts';
import { type DemoPerson, demoPeople, takePart } from '../session/demo-people.ts';
import { leave, me, signIn } from '../session/session.ts';
import { clockRate } from '../state/clock.ts';
import { jurisdictionName, roleName } from '../state/names.ts';
import { agreement, installation } from '../state/protocol.ts';
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
      {clockRate.value === 1 ? null : <DemoChooser enter={enter} />}
    </div>
  );
}

/** Everybody of the demonstration, by jurisdiction, from the top down. */
function DemoChooser({ enter }: { readonly enter: (token: string) => Promise<void> }) {
  const { session: said } = words.value;
  const [people, setPeople] = useState<readonly DemoPerson[]>([]);
  useEffect(() => {
    void demoPeople().then(setPeople);
  }, []);
  if (people.length === 0) return null;
  const known = agreement.body.value?.jurisdictions.map(({ id }) => id) ?? [];
  const places = [...new Set([...known, ...people.map(({ jurisdiction }) => jurisdiction)])];
  return (
    <section class="panel" aria-labelledby="demo-title">
      <header class="panel-head">
        <h2 id="demo-title">{said.demo}</h2>
      </header>
      <p class="note">{said.demoHint}</p>
      <ul class="demo-people">
        {places
          .map((place) => ({ place, here: people.filter(({ jurisdiction }) => jurisdiction === place) }))
          .filter(({ here }) => here.length > 0)
          .map(({ place, here }) => (
            <li key={place}>
              <b>
                <DataName text={jurisdictionName(place)} />
              </b>
              <span class="offers">
                {here.map((one) => (
                  <button
                    key={one.id}
                    type="button"
                    class="button"
                    aria-pressed={me.value?.id === one.id}
                    title={said.actAs(one.name)}
                    data-person={one.id}
                    onClick={() => void takePart(one).then(() => enter(one.token))}
                  >
                    <DataName text={`${one.name} · ${roleName(one.role)}`} />
                  </button>
                ))}
              </span>
            </li>
          ))}
      </ul>
    </section>
  );
}
