import { useEffect } from 'preact/hooks';
import { clockTime } from '../format/beijing-time.ts';
import { dataTime } from '../state/latest.ts';
import { caughtUp, link } from '../state/link.ts';
import { words } from '../words/language.ts';

/** How long the good news of a caught-up link stays, ms. */
const SHOWN_MS = 10_000;

/** A thin line under the header: where data stopped while the link is down, and what a restored link brought. */
export function LinkBar() {
  const said = words.value.link;
  const state = link.value;
  const count = caughtUp.value;
  useEffect(() => {
    if (count === 0 || state.state !== 'live') return;
    const timer = setTimeout(() => {
      caughtUp.value = 0;
    }, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [count, state]);
  let text = '';
  if (state.state === 'down') {
    const stoppedAt = dataTime.value;
    text = stoppedAt === null ? said.barNothing(state.attempt) : said.bar(clockTime(stoppedAt), state.attempt);
  } else if (count > 0) {
    text = said.caughtUp(count);
  }
  return (
    <div class={`link-bar${text === '' ? ' hidden' : ''} link-bar-${state.state}`} role="status">
      {text}
    </div>
  );
}
