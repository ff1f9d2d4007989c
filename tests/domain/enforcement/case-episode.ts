import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyCaseEvent } from '../../../domain/enforcement/apply-case-event.ts';
import type { CaseCommand } from '../../../domain/enforcement/case-command.ts';
import { caseDeadlines } from '../../../domain/enforcement/case-deadlines.ts';
import type { CaseEvent } from '../../../domain/enforcement/case-event.ts';
import { partiesOf } from '../../../domain/enforcement/case-parties.ts';
import type { CaseState } from '../../../domain/enforcement/case-state.ts';
import { CASE_TABLE, type CaseStep } from '../../../domain/enforcement/case-table.ts';
import { isOnRecord } from '../../../domain/enforcement/on-record.ts';
import { attachment, CasePlay, DAY_MS, digest, HOUR_MS, officersOf } from './case-play.ts';

const PLACES = ['jia', 'yi', 'bing', 'xi', 'dong', 'guo'] as const;
type Place = (typeof PLACES)[number];
type Asked = Parameters<CasePlay['tries']>[1];

const step = fc.record({
  what: fc.nat(999),
  who: fc.constantFrom(...PLACES),
  other: fc.constantFrom(...PLACES),
  flag: fc.boolean(),
  /** How long before it; mostly short, now and then months. */
  waitMs: fc.oneof(
    { weight: 6, arbitrary: fc.nat(20).map((hours) => hours * HOUR_MS) },
    { weight: 1, arbitrary: fc.nat(90).map((days) => days * DAY_MS) },
  ),
  /** Whether the timer is there in that time. */
  awake: fc.boolean(),
  /** Whether the one whose turn it is does what is due, or anybody does anything. */
  sensible: fc.integer({ min: 0, max: 9 }).map((n) => n < 7),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function anything(state: CaseState | undefined, { what, other, flag }: Step, now: number): Asked {
  const officers = officersOf('jia', other, state?.owner ?? 'bing');
  const [first] = state?.clocks.open ?? [];
  const site = { name: 'works', borderKm: flag ? 1 : null };
  const visit = { visitedAt: now, officers, account: 'x' };
  const accident = `a${1 + (what % 2)}`;
  const reason = what % 11 === 0 ? '' : 'because';
  const all: readonly Asked[] = [
    { type: 'open', case: 'c1', grounds: { kind: 'trace', id: 't' }, site, account: 'x' },
    { type: 'refer', to: other, reason },
    { type: 'accept' },
    { type: 'decline', reason },
    { type: 'withdraw', reason },
    { type: 'decide', owner: other, resume: flag ? 'inspection' : 'where_it_was', reason },
    { type: 'call_inspection', reason },
    { type: 'inspect', ...visit },
    { type: 'find', violation: flag, account: 'x', reason },
    {
      type: 'order',
      account: 'x',
      servedAt: now,
      receipt: attachment,
      days: 1 + (what % 200),
      dailyFineYuan: flag ? 9 : null,
    },
    { type: 'report_rectified', account: 'x' },
    { type: 'recheck', ...visit, result: flag ? 'rectified' : 'continuing' },
    { type: 'freeze' },
    { type: 'sign', hash: flag ? (state?.frozen?.hash ?? 'c'.repeat(64)) : 'd'.repeat(64) },
    { type: 'amend', account: 'x', reason },
    { type: 'dispute', reason },
    { type: 'decide_listing', until: flag ? now + DAY_MS : null, reason },
    { type: 'report_accident', level: flag ? 'I' : 'III', knownAt: now, account: 'x' },
    { type: 'give_notice', accident, to: other },
    { type: 'verify_accident', accident, account: 'x' },
    { type: 'pause', obligation: first?.id ?? 'none', reason: 'force_majeure' },
    { type: 'resume', obligation: first?.id ?? 'none' },
  ];
  return all[what % all.length] as Asked;
}

/** What brings the case on, by whom; a few others in between, so that the deep end is reached and disturbed. */
function sensible(state: CaseState | undefined, given: Step, now: number): readonly [string, Asked] {
  const { what, who, flag, other } = given;
  const any = anything(state, given, now);
  if (state === undefined) return ['jia', anything(state, { ...given, what: 0 }, now)];
  const { owner, respondent, dispute, frozen, stage, sender } = state;
  const accident = state.accidents.find(({ neighbours, superiors, notified }) =>
    [...neighbours, ...superiors].some((to) => !notified.includes(to)),
  );
  const officers = officersOf(sender, respondent ?? 'bing', owner);
  if (what % 9 === 0) return [flag ? sender : owner, any];
  if (accident !== undefined && what % 2 === 0) {
    const to = [...accident.neighbours, ...accident.superiors].find((one) => !accident.notified.includes(one)) ?? other;
    return [accident.by, { type: 'give_notice', accident: accident.id, to }];
  }
  const check = state.clocks.open.find(({ duty }) => duty === 'accident_check');
  if (check !== undefined) {
    return [check.by, { type: 'verify_accident', accident: check.id.split('/')[2] ?? '', account: 'x' }];
  }
  if (dispute !== null && what % 3 > 0) {
    const to = flag ? owner : ((['bing', 'dong', 'yi'] as const)[what % 3] ?? 'bing');
    return [dispute.arbiter, { type: 'decide', owner: to, resume: 'where_it_was', reason: 'x' }];
  }
  if (state.supervision?.state === 'proposed') {
    return [state.supervision.to, { type: 'decide_listing', until: flag ? now + DAY_MS : null, reason: 'x' }];
  }
  const visit = { visitedAt: now, officers, account: 'x' };
  const usual: Partial<Record<CaseState['stage'], readonly [string, Asked]>> = {
    opened: ['jia', { type: 'refer', to: flag ? 'bing' : 'yi', reason: 'x' }],
    referred: [respondent ?? 'bing', flag ? { type: 'accept' } : { type: 'decline', reason: 'x' }],
    arbitration: [respondent ?? 'bing', { type: 'accept' }],
    accepted: [owner, { type: 'inspect', ...visit }],
    inspected: [owner, { type: 'find', violation: what % 4 > 0, account: 'x', reason: 'x' }],
    found: [
      owner,
      { type: 'order', account: 'x', servedAt: now, receipt: attachment, days: null, dailyFineYuan: flag ? 9 : null },
    ],
    ordered: [owner, { type: 'recheck', ...visit, result: what % 4 > 0 ? 'rectified' : 'continuing' }],
  };
  if (stage === 'closing') {
    if (frozen === null) return [owner, { type: 'freeze' }];
    const left = partiesOf(state).filter((one) => !state.signatures.some(({ jurisdiction }) => jurisdiction === one));
    const signer = left[what % left.length] ?? who;
    return [
      signer,
      {
        type: 'sign',
        hash: frozen.hash,
        ...(['jia', 'yi', 'bing', 'dong', 'xi'].includes(signer) ? {} : { role: 'superior' }),
      },
    ];
  }
  return usual[stage] ?? [who, any];
}

function stepOf(event: CaseEvent, command: CaseCommand['type']): CaseStep {
  return event.type === 'case.unanswered' ? 'silence' : command;
}

/** What must be true of every event, whatever came before. */
function checkEvent(
  before: CaseState | undefined,
  event: CaseEvent,
  after: CaseState,
  command: CaseCommand['type'],
): void {
  const name = event.type.slice('case.'.length) as Parameters<typeof isOnRecord>[0];
  assert.ok(PLACES.includes(after.owner as Place), 'ENF-6: the case is nobody’s');
  if (before === undefined) return;
  if (after.owner !== before.owner) assert.ok(['case.accepted', 'case.decided'].includes(event.type), 'ENF-6');
  if (after.stage !== before.stage) {
    const cell = CASE_TABLE[stepOf(event, command)][before.stage];
    assert.ok(
      cell !== false && cell.includes(after.stage),
      `ENF-3: ${event.type} from ${before.stage} to ${after.stage}`,
    );
  }
  assert.ok(before.stage !== 'closed' && before.stage !== 'withdrawn', 'ENF-3: changed after its end');
  if (isOnRecord(name)) {
    assert.equal(after.record.length, before.record.length + 1, 'ENF-19');
    assert.ok(after.frozen === null && after.signatures.length === 0, 'ENF-19: an edit left signatures');
    if (before.frozen !== null) assert.equal(event.data.voids, before.frozen.hash, 'ENF-19');
  } else assert.equal(after.record, before.record, 'ENF-19');
  if (event.type === 'case.signed') assert.equal(event.data.hash, before.frozen?.hash, 'ENF-18: signed something else');
  if (event.type === 'case.closed') {
    const { hash } = event.data;
    assert.equal(hash, digest({ case: after.id, exercise: after.exercise, entries: after.record }), 'ENF-17');
    assert.deepEqual(
      after.signatures.map(({ jurisdiction }) => jurisdiction).sort(),
      partiesOf(after).sort(),
      'ENF-18',
    );
  } else assert.notEqual(after.stage, 'closed', 'ENF-18');
  if (event.type === 'case.deadline_passed') {
    const sides = [after.sender, ...(after.respondent === null ? [] : [after.respondent])];
    for (const side of [...sides, event.data.owedBy])
      assert.ok(event.data.tell.includes(side), 'ENF-23: a side is not told');
  }
}

function checkState(state: CaseState, before: CaseState | undefined, now: number): void {
  const { open, closed } = state.clocks;
  const over = state.stage === 'closed' || state.stage === 'withdrawn';
  assert.equal(open.length > 0, !over, 'ENF-24');
  for (const { id, steps, dueAt } of open)
    assert.ok(steps.length > 0 && Number.isFinite(dueAt), `ENF-24: ${id} has no deadline`);
  const ids = [...open, ...closed].map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length, 'ENF-24: two obligations of one id');
  // What is late from the beginning (an accident known for hours, a listing whose limit is over) is for the timer to tell at once.
  const owedBefore = new Set(before?.clocks.open.map(({ id }) => id));
  const missed = caseDeadlines(state).filter((one) => one.at < now && owedBefore.has(one.obligation.id));
  assert.equal(missed.length, 0, 'ENF-28: a clock was over and did not speak first');
  const arbitrated = state.dispute !== null && state.dispute.cause !== 'disputed';
  assert.equal(state.stage === 'arbitration', arbitrated, 'ENF-20');
}

export const caseSteps = fc.array(step, { minLength: 10, maxLength: 50 });

/** Plays one case and throws where a law is broken; counts the event types that it led to. */
export function playCase(steps: readonly Step[], reached: Map<string, number>): void {
  const play = new CasePlay();
  let state: CaseState | undefined;
  const fired = new Set<string>();
  const follow = (from: number, command: CaseCommand['type']) => {
    for (const event of play.events.slice(from)) {
      const after = applyCaseEvent(state, event);
      checkEvent(state, event, after, command);
      if (event.type === 'case.deadline_passed') {
        const told = `${event.data.obligation} ${event.data.step}`;
        assert.ok(!fired.has(told), `ENF-23: ${told} is told a second time`);
        fired.add(told);
      }
      reached.set(event.type, (reached.get(event.type) ?? 0) + 1);
      state = after;
    }
  };
  for (const given of steps) {
    const from = play.events.length;
    const end = play.now + given.waitMs;
    if (given.awake && play.state !== undefined) play.until(end);
    play.now = end;
    follow(from, 'open');
    const mark = play.events.length;
    const [who, what] = given.sensible
      ? sensible(play.state, given, end)
      : [given.who, anything(play.state, given, end)];
    const known = play.state;
    const refusal = play.tries(who, what);
    // A refusal leaves nothing behind but what the clocks had to say.
    if (refusal !== undefined) {
      assert.match(refusal.rule, /^ENF-\d+$/);
      assert.notEqual(refusal.reason.zh, '');
      assert.ok(
        play.events.slice(mark).every(({ data }) => 'machine' in data.by),
        `${refusal.rule}: refused, and yet done`,
      );
    } else if (known !== undefined) assert.ok(play.events.length > mark, 'done, and nothing has happened');
    follow(mark, what.type);
    if (play.state !== undefined && refusal?.rule !== 'ENF-2') checkState(play.state, known, end);
  }
  assert.deepEqual(state, play.state, 'ENF-27');
  assert.deepEqual(JSON.parse(JSON.stringify(play.events)), play.events, 'ENF-27: the record is not plain JSON');
}
