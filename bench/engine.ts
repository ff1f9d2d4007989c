import { parseArgs } from 'node:util';
import { Evaluator } from '../alerting/evaluation/evaluator.ts';
import { POLLUTANTS } from '../domain/air/parameter.ts';
import type { Reading } from '../domain/air/reading.ts';
import type { Station } from '../domain/air/station.ts';
import type { Rule } from '../domain/rule/rule.ts';
import { bareLoop } from './engine/bare-loop.ts';
import { engineRules } from './engine/rules.ts';
import { table } from './table.ts';

/**
 * How fast the engine's core judges readings, against the bare typed-array loop run beside it: five-minute readings of six
 * pollutants, stations in a fixed random order, the same values for both. `npm run bench:engine -- --stations 10000`.
 */
const { values: options } = parseArgs({
  options: {
    stations: { type: 'string', default: '10000' },
    hours: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '3' },
    period: { type: 'string', default: '300' },
    swing: { type: 'string', default: '0.4' },
  },
});
const stationCount = Number(options.stations);
const hours = Number(options.hours);
const periodS = Number(options.period);
/** 1: every station crosses most limits several times a day; 0.4: some limits now and then. */
const swing = Number(options.swing);
const START = Date.UTC(2026, 10, 1);

const stations: Station[] = Array.from({ length: stationCount }, (_, n) => ({
  id: `s${n}`,
  name: `s${n}`,
  city: `c${Math.floor(n / 20)}`,
  lon: 100 + (n % 100) / 10,
  lat: 25 + Math.floor(n / 100) / 100,
  background: false,
  periodLabel: 'end',
}));

/** A fixed order that is no order: steps of a number prime to the count. */
const order = Array.from({ length: stationCount }, (_, n) => (n * 7_919 + 13) % stationCount);
const NO_FLAGS = Object.freeze({});
const batches = Math.ceil((hours * 3600) / periodS);

/** Readings of one period of all stations, made outside the measured time. */
function batch(period: number): Reading[] {
  const at = START + (period + 1) * periodS * 1000;
  return order.map((station) => {
    const wave = 1 + swing * Math.sin((period + station) / 40);
    const values = Object.fromEntries(
      POLLUTANTS.map((pollutant, i) => [pollutant, pollutant === 'co' ? wave : Math.round(wave * (70 + 10 * i))]),
    );
    // As the checks of the way in leave it: ids are the registry's own.
    const { id, city } = stations[station] as Station;
    return { station: id, city, at, periodS, values, flags: NO_FLAGS };
  });
}

interface Round {
  readonly rate: number;
  readonly detail: string;
}

function engineRound(rules: readonly Rule[]): Round {
  const before = memory();
  const evaluator = new Evaluator({
    region: 'bench',
    regionName: { zh: '压测', en: 'bench' },
    stations,
    rules,
    neighbours: Array.from({ length: Math.ceil(stationCount / 20) - 1 }, (_, n) => [`c${n}`, `c${n + 1}`] as const),
    utcOffsetMs: 8 * 3_600_000,
    lateHours: 1,
    windowHours: 72,
    cityNames: new Map(),
  });
  let spent = 0;
  let events = 0;
  for (let period = 0; period < batches; period += 1) {
    const readings = batch(period);
    const begin = cpuMs();
    events += evaluator.judge(readings).alerts.length;
    spent += cpuMs() - begin;
  }
  const begin = cpuMs();
  events += evaluator.closeHours(Number.POSITIVE_INFINITY).alerts.length;
  spent += cpuMs() - begin;
  const kib = (memory() - before) / 1024 / stationCount;
  const detail = `${events} events, ${kib.toFixed(1)} KiB a station of which windows ${((evaluator.memoryHours * POLLUTANTS.length * 4) / 1024).toFixed(1)}`;
  return { rate: (batches * stationCount) / (spent / 1000), detail };
}

function bareRound(): Round {
  const loop = bareLoop(stationCount);
  let spent = 0;
  for (let period = 0; period < batches; period += 1) {
    const readings = batch(period);
    const begin = cpuMs();
    for (let i = 0; i < readings.length; i += 1) loop.take(order[i] as number, period, (readings[i] as Reading).values);
    spent += cpuMs() - begin;
  }
  return { rate: (batches * stationCount) / (spent / 1000), detail: `${loop.raised()} raised` };
}

/** CPU of this process: on a machine with other work the wall clock says little. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function memory(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const rules = engineRules();
const rows: { name: string; rates: number[]; detail: string }[] = [
  { name: 'bare typed-array loop', rates: [], detail: '' },
  { name: `engine, ${rules.length} rules`, rates: [], detail: '' },
];
for (let round = 0; round < Number(options.rounds); round += 1) {
  for (const [index, run] of [bareRound, () => engineRound(rules)].entries()) {
    const row = rows[index];
    const { rate, detail } = run();
    row?.rates.push(rate);
    if (row !== undefined) row.detail = detail;
  }
}
const median = (rates: readonly number[]) => [...rates].sort((a, b) => a - b)[Math.floor(rates.length / 2)] ?? 0;
const bare = median(rows[0]?.rates ?? []);
console.log(`${stationCount} stations, ${batches} periods of ${periodS} s, ${options.rounds} rounds`);
console.log(
  table(
    ['', 'readings per CPU second', 'min - max', 'to bare', ''],
    rows.map(({ name, rates, detail }) => [
      name,
      Math.round(median(rates)).toLocaleString('en'),
      `${Math.round(Math.min(...rates)).toLocaleString('en')} - ${Math.round(Math.max(...rates)).toLocaleString('en')}`,
      (median(rates) / bare).toFixed(2),
      detail,
    ]),
  ),
);
