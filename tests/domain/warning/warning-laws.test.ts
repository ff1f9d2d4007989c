import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyWarningEvent } from '../../../domain/warning/apply-warning-event.ts';
import { decide } from '../../../domain/warning/decide.ts';
import type { Warning } from '../../../domain/warning/warning.ts';
import { Scenario } from './scenario.ts';
import { asked, episode, opening, playEpisode } from './warning-episode.ts';

const EVERY_COLOUR_EVENT = [
  'air_told',
  'clock_paused',
  'clock_resumed',
  'consultation_opened',
  'consulted',
  'corrected',
  'day_reported',
  'issued',
  'lifted',
  'measures_reported',
  'overdue',
  'own_issued',
  'own_lifted',
  'position_taken',
  'proposed',
  'received',
  'response_started',
  'reviewed',
  'silence_noted',
  'stopped',
  'summary_submitted',
  'withdrawn',
].map((name) => `warning.${name}`);
/** Event types that the random episodes have led to: a law that is never put to the test proves nothing. */
const reached = new Set<string>();

/** More: `node bench/protocol-fuzz.ts --episodes 100000`. */
const RUNS = 2_000;

describe('whatever people and time do', () => {
  it('[WRN-33] the laws hold after every step, and the record folds to the state', { timeout: 240_000 }, () => {
    fc.assert(
      fc.property(episode, (one) => playEpisode(one, reached)),
      { numRuns: RUNS },
    );
    expect([...reached].sort()).toEqual(EVERY_COLOUR_EVENT);
  });

  it('[WRN-6] of two commands for one version exactly one goes through, whichever comes first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: opening.length }), asked, asked, (opened, ask, askOther) => {
        const scenario = new Scenario();
        for (const each of opening.slice(0, opened)) scenario.does(each.by, each);
        const { version } = scenario.known;
        const [one, other] = [ask(scenario), askOther(scenario)];
        for (const [first, second] of [[one, other] as const, [other, one] as const]) {
          const won = decide(scenario.warning, { ...first, expectedVersion: version }, scenario.context);
          if (won.refusal !== undefined) continue;
          const after = won.events.reduce<Warning | undefined>(applyWarningEvent, scenario.warning);
          const lost = decide(after, { ...second, expectedVersion: version }, scenario.context);
          expect(lost).toMatchObject({ events: [], refusal: { rule: 'WRN-6' } });
        }
      }),
      { numRuns: 300 },
    );
  });
});
