import { me } from '../session/session.ts';
import { installation } from '../state/protocol.ts';
import { words } from '../words/language.ts';

/** Instead of a page that only people of the agreement may read: that it exists, and who can. */
export function NoReader({ title }: { readonly title: string }) {
  const { session } = words.value;
  const closed = installation.body.value?.people === false;
  return (
    <div class="one-column">
      <section class="panel">
        <h1 class="empty">{title}</h1>
        {closed || me.value !== null ? (
          <p class="empty">{session.none}</p>
        ) : (
          <p class="empty">
            <a href="/sign-in">{session.signIn}</a>
          </p>
        )}
      </section>
    </div>
  );
}
