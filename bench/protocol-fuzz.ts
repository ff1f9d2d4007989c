import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { caseSteps, playCase } from '../tests/domain/enforcement/case-episode.ts';
import { episode, playEpisode } from '../tests/domain/warning/warning-episode.ts';
import { machine } from './machine.ts';

const USAGE = `node bench/protocol-fuzz.ts [--episodes 100000] [--seed N]
  Random warnings and random cases, so many of each, with all laws held against every step. A failure prints the seed and the path
  with which it comes again: put them among the kept ones of tests/domain/{warning,enforcement}.`;
/** Episodes between two lines of progress. */
const CHUNK = 5_000;

/** Plays so many in chunks, each with a seed of its own; the report of the first failure, or undefined. */
function fuzz<Input>(
  name: string,
  property: fc.IProperty<Input>,
  { episodes, seed }: { readonly episodes: number; readonly seed: number },
) {
  const startedAt = performance.now();
  for (let played = 0; played < episodes; played += CHUNK) {
    const numRuns = Math.min(CHUNK, episodes - played);
    const result = fc.check(property, { seed: seed + played, numRuns });
    if (result.failed) return `${name}: ${fc.defaultReportMessage(result)}`;
    const seconds = (performance.now() - startedAt) / 1000;
    console.error(`${name}: ${played + numRuns} of ${episodes}, ${seconds.toFixed(0)} s`);
  }
  return undefined;
}

const { values } = parseArgs({
  options: { episodes: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean' } },
});
if (values.help === true) console.log(USAGE);
else {
  const episodes = Number(values.episodes ?? 100_000);
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const reachedWarning = new Set<string>();
  const reachedCase = new Map<string, number>();
  const startedAt = performance.now();
  const failures = [
    fuzz(
      'warnings',
      fc.property(episode, (one) => playEpisode(one, reachedWarning)),
      { episodes, seed },
    ),
    fuzz(
      'cases',
      fc.property(caseSteps, (steps) => playCase(steps, reachedCase)),
      { episodes, seed },
    ),
  ].filter((failure) => failure !== undefined);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const figures = {
    seed,
    episodesOfEach: episodes,
    seconds,
    failures: failures.length,
    eventTypes: reachedWarning.size + reachedCase.size,
  };
  console.log(JSON.stringify({ ...figures, machine: machine() }));
  for (const failure of failures) console.error(failure);
  if (failures.length > 0) process.exitCode = 1;
}
