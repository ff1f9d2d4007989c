import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOf } from '../../../ingest/hj212/frame.ts';
import { DEFAULT_FRAMING, FrameReader } from '../../../ingest/hj212/frame-reader.ts';
import { Hj212Messages } from '../../../ingest/hj212/hj212-message.ts';
import { LinkBook } from '../../../ingest/hj212/link-book.ts';
import { type Effect, newSession, SESSION_DEFAULTS, transition } from '../../../ingest/hj212/session.ts';
import { REFUSAL_CODES, type Refusal } from '../../../ingest/refusal.ts';
import { StationRegistry } from '../../../ingest/registry.ts';
import { NOW, station } from '../samples.ts';
import { FRAMES, frame, segment, segmentIn } from './frames.ts';

const RUNS = process.env['CI'] === undefined ? 3_000 : 20_000;

const sm4 = { key: '0123456789abcdeffedcba9876543210', encoding: 'hex' } as const;
const links = new LinkBook([
  { mn: 'MN1', station: 'S1', systems: ['21', '22', '31', '32', '39'] },
  { mn: 'JLYP01_AIR01_0001', station: 'S1' },
  { mn: '010000A8900016F000169DC0', station: 'S1', sm4 },
]);
const rules = { ...SESSION_DEFAULTS, links, stations: new StationRegistry([station()]) };

const seeds = [
  ...Object.values(FRAMES).map(segmentIn),
  segment(),
  segment({ part: [1, 2], flag: 7 }),
  segment({ cn: '1013' }),
  segment({ cn: '9011', content: 'QnRtn=1' }),
  segment({ flag: 9, mn: '010000A8900016F000169DC0', content: '00'.repeat(32) }),
];
const byte = fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('##&&=;,-.0192NFCP\r\n')));
/** Replace, insert, remove or repeat bytes. */
const mutation = fc.tuple(fc.constantFrom('set', 'insert', 'remove', 'repeat'), fc.nat(500), byte, fc.nat(30));
const mutated = fc.tuple(fc.constantFrom(...seeds), fc.array(mutation, { maxLength: 6 })).map(([seed, mutations]) => {
  let bytes = Buffer.from(seed);
  for (const [kind, at, value, length] of mutations) {
    const from = at % (bytes.length + 1);
    const [before, after] = [bytes.subarray(0, from), bytes.subarray(from)];
    if (kind === 'set' && from < bytes.length) bytes[from] = value;
    else if (kind === 'insert') bytes = Buffer.concat([before, Buffer.from([value]), after]);
    else if (kind === 'remove') bytes = Buffer.concat([before, after.subarray(length)]);
    else if (kind === 'repeat') bytes = Buffer.concat([before, after.subarray(0, length), after]);
  }
  return bytes;
});

function wellFormed(refusals: readonly Refusal[]): void {
  for (const { code, reason } of refusals) {
    expect(REFUSAL_CODES).toContain(code);
    expect(reason).toMatch(/\p{Script=Han}.* \/ .*[a-z]{3}/u);
    expect(reason.length).toBeLessThan(300);
  }
}
function checked(effects: readonly Effect[]): void {
  for (const effect of effects) {
    if (effect.kind === 'send') expect(effect.frame).toMatch(/^##\d{4}.*&&[\dA-F]{4}\r\n$/s);
    if (effect.kind !== 'submit') continue;
    const { readings, refusals } = effect.decoded;
    expect(readings.length + refusals.length).toBeGreaterThan(0);
    wellFormed(refusals);
    for (const { at, values } of readings) {
      expect(Number.isInteger(at) && at >= 0 && at <= NOW + 600_000).toBe(true);
      expect(Object.values(values).length).toBeGreaterThan(0);
      expect(Object.values(values).every(Number.isFinite)).toBe(true);
    }
  }
}

describe('mutated bytes', () => {
  it('[HJ-6] as data segments never throw; each is stored, answered or refused with code and reason', () => {
    fc.assert(
      fc.property(fc.array(mutated, { minLength: 1, maxLength: 3 }), (segments) => {
        let state = newSession(NOW);
        for (const [i, bytes] of segments.entries()) {
          const step = transition(state, { kind: 'segment', segment: bytes }, NOW + i * 2_000, rules);
          state = step.state;
          checked(step.effects);
        }
        checked(transition(state, { kind: 'tick' }, NOW + 10_000, rules).effects);
        checked(transition(state, { kind: 'ended' }, NOW + 10_000, rules).effects);
      }),
      { numRuns: RUNS },
    );
  });

  it('[HJ-6] as a stream never throw, and what is held stays bounded', () => {
    const framed = mutated.map((bytes) => (bytes.length > 9999 ? '' : frameOf(bytes.toString('latin1'))));
    const stream = fc.array(
      fc.oneof(
        framed,
        mutated.map((bytes) => bytes.toString('latin1')),
      ),
      { maxLength: 4 },
    );
    const options = { ...DEFAULT_FRAMING, maxSegmentBytes: 600 };
    fc.assert(
      fc.property(stream, (pieces) => {
        const reader = new FrameReader(options);
        for (const piece of pieces) {
          for (const result of reader.push(Buffer.from(piece, 'latin1'))) {
            if ('refusal' in result) wellFormed([result.refusal]);
            else expect(result.segment.length).toBeLessThanOrEqual(600);
          }
        }
        // Whatever came before, so many blanks end every open frame and the next good one is taken.
        reader.push(Buffer.alloc(620, ' '));
        expect(reader.push(Buffer.from(frame()))).toMatchObject([{ segment: Buffer.from(segment()) }]);
      }),
      { numRuns: RUNS },
    );
  });

  it('[HJ-6] as an MQTT message never throw', () => {
    const messages = new Hj212Messages({ links });
    fc.assert(
      fc.property(fc.array(mutated, { maxLength: 3 }), fc.boolean(), (segments, whole) => {
        const payload = segments.map((bytes) => (whole ? Buffer.from(frameOf(bytes.toString('latin1'))) : bytes));
        const { readings, refusals } = messages.decode(Buffer.concat(payload), station(), NOW);
        expect(readings.length + refusals.length).toBeGreaterThan(0);
        wellFormed(refusals);
      }),
      { numRuns: RUNS },
    );
  });
});
