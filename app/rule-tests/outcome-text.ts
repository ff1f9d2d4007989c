import type { Expected } from './rule-test-file.ts';
import type { TestOutcome } from './run-rule-test.ts';

/** One test for people: a line, and what differs on the time line, `-` expected and not told, `+` told and not expected. */
export function outcomeText(outcome: TestOutcome): string {
  const { name, missing, unexpected, matched } = outcome;
  const isGood = missing.length === 0 && unexpected.length === 0;
  if (isGood) return `ok   ${name} (${matched.length} events 事件)`;
  const lines = [
    ...matched.map((event) => ({ event, sign: ' ' })),
    ...missing.map((event) => ({ event, sign: '-' })),
    ...unexpected.map((event) => ({ event, sign: '+' })),
  ].sort((a, b) => a.event.hour - b.event.hour);
  return [
    `FAIL ${name}`,
    '     - expected, not told 应有而无    + told, not expected 应无而有',
    ...lines.map(({ event, sign }) => `   ${sign} ${expectedText(event)}`),
  ].join('\n');
}

/** As it is written in the file. */
function expectedText({ hour, on, ...rest }: Expected): string {
  const kind = Object.entries(rest).filter(([name]) => name !== 'value' && name !== 'reason');
  const { value, reason } = rest;
  const more = [
    ...(value === undefined ? [] : [`value: ${value}`]),
    ...(reason === undefined ? [] : [`reason: ${reason}`]),
  ];
  return `{ ${[`hour: ${hour}`, ...kind.map(([name, what]) => `${name}: ${what}`), `on: ${on}`, ...more].join(', ')} }`;
}
