import { stopwatch } from '../format/age.ts';
import { clockSecond } from '../state/clock.ts';
import { downSince, link } from '../state/link.ts';
import { words } from '../words/language.ts';

/** The state of the live channel; inverse when it is down, with how long. */
export function LinkPill() {
  const said = words.value.link;
  const { state } = link.value;
  let text = said[state === 'down' ? 'connecting' : state];
  if (state === 'down') {
    clockSecond.value;
    text = said.down(stopwatch(performance.now() - (downSince.value ?? performance.now())));
  }
  return <b class={`link-pill link-${state}`}>{text}</b>;
}
