import { me } from '../session/session.ts';
import { clockRate } from '../state/clock.ts';
import { jurisdictionName, roleName } from '../state/names.ts';
import { installation, notices } from '../state/protocol.ts';
import { words } from '../words/language.ts';
import { DataName } from './data-name.tsx';
import { Icon } from './icon.tsx';

/** Who is signed in, with the unread notices of his jurisdiction; or the way to sign in. Nothing where there are no people. */
export function PersonPill() {
  const { session, notices: said } = words.value;
  const person = me.value;
  if (person === null) {
    if (installation.body.value?.people !== true) return null;
    return (
      <a class="button" href="/sign-in">
        {clockRate.value === 1 ? session.signIn : session.takeOver}
      </a>
    );
  }
  const role = roleName(person.role);
  const unread = notices.body.value?.unread ?? 0;
  return (
    <>
      <a class="button bell" href="/notices" aria-label={unread === 0 ? said.noneUnread : said.unread(unread)}>
        <Icon name="notices" />
        {unread > 0 ? <b class="number">{unread}</b> : null}
      </a>
      <a class="person" href="/sign-in" title={session.as(person.name)}>
        <b>
          <DataName text={jurisdictionName(person.jurisdiction)} />
        </b>
        <span class="quiet">
          <DataName text={person.name.includes(role) ? person.name : `${person.name} · ${role}`} />
        </span>
      </a>
    </>
  );
}
