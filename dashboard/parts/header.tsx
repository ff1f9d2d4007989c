import { clockTime, dayTime, monthDay } from '../format/beijing-time.ts';
import { MISSING } from '../format/quantity.ts';
import { clockRate, clockSecond } from '../state/clock.ts';
import { dataTime } from '../state/latest.ts';
import { regionName } from '../state/region.ts';
import { language, words } from '../words/language.ts';
import { AlertCounts } from './alert-counts.tsx';
import { DataName } from './data-name.tsx';
import { LinkPill } from './link-pill.tsx';
import { PersonPill } from './person-pill.tsx';
import { Switches } from './switches.tsx';

/** Above every page: whose air this is, what is open, how current the data is, what time it is there. */
export function Header() {
  const { product, header } = words.value;
  const dataMs = dataTime.value;
  return (
    <header class="header">
      <a class="product" href="/">
        {product}
      </a>
      <span class="region">
        <DataName text={regionName.value?.[language.value] ?? ''} />
      </span>
      <AlertCounts />
      <dl class="facts">
        <div>
          <dt>{header.dataTime}</dt>
          <dd class="number">{dataMs === null ? MISSING : dayTime(dataMs)}</dd>
        </div>
        <div>
          <dt>{header.link}</dt>
          <dd>
            <LinkPill />
          </dd>
        </div>
        <Clock />
      </dl>
      <Switches />
      <PersonPill />
    </header>
  );
}

function Clock() {
  const { header } = words.value;
  const now = clockSecond.value;
  const rate = clockRate.value;
  return (
    <div class={rate === 1 ? 'clock' : 'clock clock-demo'}>
      <dt>{rate === 1 ? header.clock : header.demoClock(String(rate))}</dt>
      <dd class="number">
        <span class="clock-day">{monthDay(now)} </span>
        {clockTime(now)}
      </dd>
    </div>
  );
}
