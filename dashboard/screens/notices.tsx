import { useLocation } from 'preact-iso';
import type { NoticeView } from '../../api/parties-contract.ts';
import { dayTime } from '../format/beijing-time.ts';
import { Countdown } from '../parts/countdown.tsx';
import { DataName } from '../parts/data-name.tsx';
import { Failure } from '../parts/failure.tsx';
import { request } from '../query/fetch-json.ts';
import { me } from '../session/session.ts';
import { eventName } from '../state/event-name.ts';
import { jurisdictionName } from '../state/names.ts';
import { notices } from '../state/protocol.ts';
import { language, words } from '../words/language.ts';
import { protocolWords } from '../words/protocol-words.ts';

/** `/notices`: what my jurisdiction has been told, unread first; each leads to its warning or case. */
export function Notices() {
  const { notice: said } = protocolWords.value;
  const { errors, session } = words.value;
  const person = me.value;
  if (person === null) {
    return (
      <div class="one-column">
        <section class="panel">
          <h1 class="empty">{said.title}</h1>
          <p class="empty">
            {said.signIn} <a href="/sign-in">{session.signIn}</a>
          </p>
        </section>
      </div>
    );
  }
  const list = notices.body.value?.items ?? [];
  const error = notices.error.value;
  return (
    <div class="one-column">
      <section class="panel" aria-labelledby="notices-title">
        <header class="panel-head">
          <h1 id="notices-title">
            <DataName text={said.of(jurisdictionName(person.jurisdiction))} />
          </h1>
          <span class="quiet">{said.unreadFirst}</span>
        </header>
        {error === null ? null : <Failure what={errors.notices} error={error} retry={notices.refresh} />}
        {list.length === 0 && error === null ? <p class="empty">{said.none}</p> : null}
        <ol class="items" aria-labelledby="notices-title">
          {unreadFirst(list).map((notice) => (
            <NoticeRow key={notice.id} notice={notice} />
          ))}
        </ol>
      </section>
    </div>
  );
}

function NoticeRow({ notice }: { readonly notice: NoticeView }) {
  const { notice: said } = protocolWords.value;
  const { strip } = words.value;
  const { route } = useLocation();
  const { id, event, subject, at, message, dueAt, state, exercise } = notice;
  const href = `/${subject.kind}s/${encodeURIComponent(subject.id)}`;
  const unread = isUnread(notice);
  async function open(click: MouseEvent): Promise<void> {
    click.preventDefault();
    route(href);
    if (unread) await markRead(id);
  }
  return (
    <li class={`item${unread ? ' item-open' : ''}`} data-notice={id} data-state={state}>
      <div class="item-what">
        {unread ? <b class="unread-mark">● {said.unread}</b> : null}{' '}
        <a class="item-title" href={href} onClick={(click) => void open(click)}>
          {eventName(event)} · {subject.id}
        </a>
        {exercise ? <b class="exercise-mark">{strip.exercise}</b> : null}
        <p>
          <DataName text={message[language.value]} />
        </p>
        <p class="quiet number">
          {dayTime(Date.parse(at))} · {said.states[state]}
        </p>
      </div>
      <div class="next-deadline">
        {dueAt === null || state === 'answered' ? null : (
          <span>
            <span class="quiet">{said.due}</span> <Countdown dueMs={Date.parse(dueAt)} />
          </span>
        )}
        {unread ? (
          <button type="button" class="button" onClick={() => void markRead(id)}>
            {said.markRead}
          </button>
        ) : null}
      </div>
    </li>
  );
}

/** The list comes anew either way: what failed is still unread there. */
async function markRead(id: string): Promise<void> {
  try {
    await request(`/api/v1/notices/${encodeURIComponent(id)}/read`, { method: 'POST' });
  } finally {
    notices.refresh();
  }
}

function isUnread({ state }: NoticeView): boolean {
  return state === 'queued' || state === 'sent';
}

function unreadFirst(list: readonly NoticeView[]): NoticeView[] {
  return [...list.filter(isUnread), ...list.filter((notice) => !isUnread(notice))];
}
