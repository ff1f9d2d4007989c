import { describe, expect, it } from 'vitest';
import { Evaluator } from '../../../alerting/evaluation/evaluator.ts';
import type { RuleSource } from '../../../api/deps.ts';
import { RuleEvaluations } from '../../../api/rules-contract.ts';
import { Rule } from '../../../domain/rule/rule.ts';
import { fixture, HOUR_MS, NOW, reading, STATIONS } from '../fixture.ts';

const message = { zh: '{subject} 超标', en: '{subject} high' };
const RULES = [
  {
    id: 'pm',
    on: 'station',
    when: { kind: 'threshold', quantity: 'pm25', above: 150, clear: 115 },
    priority: 2,
    message,
  },
  {
    id: 'two',
    on: 'city',
    when: { kind: 'quorum', of: 'station', at_least: 2, when: { kind: 'threshold', quantity: 'pm25', above: 150 } },
    priority: 1,
    shadow: true,
    message,
  },
].map((rule) => Rule.parse(rule));

/** A real evaluator that has judged some hours of one station; the rules as alerting hands them out. */
async function withRules(values: readonly number[]) {
  const evaluator = new Evaluator({
    region: 'r',
    regionName: { zh: '区', en: 'R' },
    stations: STATIONS,
    rules: RULES,
    neighbours: [],
    utcOffsetMs: 8 * HOUR_MS,
    lateHours: 1,
    windowHours: 72,
    cityNames: new Map(),
  });
  for (const [place, pm25] of values.entries()) {
    const at = NOW + (place - values.length + 1) * HOUR_MS;
    evaluator.judge([reading('b1', at, { pm25 }), reading('b2', at, { pm25: 20 })]);
    evaluator.closeHours(at);
  }
  const rules: RuleSource = {
    list: () => RULES.map((rule) => ({ rule, since: rule.id === 'pm' ? Number.NEGATIVE_INFINITY : NOW - HOUR_MS })),
    explain: (query) => evaluator.explain(query),
  };
  return fixture({ deps: { rules } });
}

describe('/api/v1/rules', () => {
  it('lists the rules in force with both languages, shadow and since when', async () => {
    const { get } = await withRules([]);
    const { items } = (await (await get('/api/v1/rules')).json()) as { items: object[] };
    expect(items).toMatchObject([
      { id: 'pm', on: 'station', priority: 2, shadow: false, message, since: null },
      { id: 'two', shadow: true, since: '2026-11-22T13:00:00+08:00', definition: { for_hours: 1 } },
    ]);
  });

  it('tells of each hour what was looked at, and what was decided', async () => {
    const { get } = await withRules([20, 160, 130, 110]);
    const response = await get('/api/v1/rules/pm/evaluations?subject=station:b1&hours=3');
    const { hours, subject } = RuleEvaluations.parse(await response.json());
    expect(subject).toEqual({ kind: 'station', id: 'b1' });
    expect(
      hours.map(({ at, decision, open, judgement }) => [at.slice(11, 13), decision, open, judgement.value]),
    ).toEqual([
      ['14', 'returned', false, 110],
      ['13', 'open', true, 130],
      ['12', 'raised', true, 160],
    ]);
    expect(hours.map(({ judgement }) => [judgement.reason, judgement.limit])).toEqual([
      ['clear', 115],
      ['not_yet_clear', 115],
      ['above', 150],
    ]);
  });

  it('tells the parts of a condition', async () => {
    const { get } = await withRules([160]);
    const response = await get('/api/v1/rules/two/evaluations?subject=city:bing');
    const { hours } = RuleEvaluations.parse(await response.json());
    expect(hours).toHaveLength(1);
    expect(hours[0]).toMatchObject({
      watching: true,
      decision: 'none',
      judgement: { kind: 'quorum', truth: 'false', reason: 'not_enough_members', limit: 2 },
    });
    expect(hours[0]?.judgement).toHaveProperty('facts');
  });

  it.each([
    ['nothing/evaluations?subject=station:b1', 404, 'unknown_rule'],
    ['pm/evaluations?subject=station:none', 404, 'not_watched'],
    ['pm/evaluations?subject=city:bing', 404, 'not_watched'],
    ['pm/evaluations?subject=b1', 400, 'bad_query'],
    ['pm/evaluations', 400, 'bad_query'],
    ['pm/evaluations?subject=station:b1&hours=97', 400, 'bad_query'],
  ])('refuses %s', async (path, status, code) => {
    const { get } = await withRules([20]);
    const response = await get(`/api/v1/rules/${path}`);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });

  it('is described in the OpenAPI document, and is not there without rules', async () => {
    const { get, json } = await withRules([]);
    expect(JSON.stringify(await json('/api/v1/openapi.json'))).toContain('#/components/schemas/Judgement');
    expect((await get('/api/v1/rules')).status).toBe(200);
    expect((await (await fixture()).get('/api/v1/rules')).status).toBe(404);
  });
});
