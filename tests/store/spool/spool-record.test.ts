import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRecord, RECORD_MARKER, scanRecords } from '../../../store/spool/spool-record.ts';

const record = (text: string) => encodeRecord(Buffer.from(text), { readings: text.length, appendedAt: 1_000 });
const scan = (bytes: Buffer) =>
  [...scanRecords(bytes)].map((part) => (part.kind === 'record' ? part.payload.toString() : part.kind));

const anyPayload = fc.oneof(
  fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
  fc.constant(RECORD_MARKER),
  fc.constant(record('within')),
);

describe('records of a segment', () => {
  it('[SPL-20] carry their length, checksum, count and time', () => {
    const [part] = scanRecords(record('abc'));
    expect(part).toMatchObject({ kind: 'record', from: 0, to: 27, readings: 3, appendedAt: 1_000 });
  });

  it('[SPL-10] end in a torn one wherever a write is cut off, and all before it are whole', () => {
    const whole = Buffer.concat([record('one'), record('two'), record('three')]);
    const ends = [27, 54, 83];
    for (let length = 0; length <= whole.length; length++) {
      const complete = ['one', 'two', 'three'].slice(0, ends.filter((end) => end <= length).length);
      const torn = length === 0 || ends.includes(length) ? [] : ['torn'];
      expect(scan(whole.subarray(0, length))).toEqual([...complete, ...torn]);
      const grown = Buffer.concat([whole.subarray(0, ends[1]), Buffer.alloc(length)]);
      expect(scan(grown)).toEqual(['one', 'two', ...(length === 0 ? [] : ['torn'])]);
    }
  });

  it('[SPL-11] are found again behind a damaged one, wherever its bytes are wrong', () => {
    const [first, second, third] = [record('first'), record('second'), record('third')];
    for (let at = 0; at < second.length; at++) {
      const broken = Buffer.from(second);
      broken[at] = (broken[at] ?? 0) ^ 0x40;
      expect(scan(Buffer.concat([first, broken, third]))).toEqual(['first', 'damaged', 'third']);
    }
  });

  it('[SPL-11] a last record of full length with a wrong checksum is damage: it may have been acknowledged', () => {
    const last = record('last');
    last[last.length - 1] = 0;
    expect(scan(Buffer.concat([record('first'), last]))).toEqual(['first', 'damaged']);
  });

  it('[SPL-20] of any payloads come back; any one byte changed costs at most its record and is never taken for a reading', () => {
    fc.assert(
      fc.property(
        fc.array(anyPayload, { minLength: 1, maxLength: 6 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (payloads, where, change) => {
          const bytes = Buffer.concat(payloads.map((payload) => encodeRecord(payload, { readings: 1, appendedAt: 1 })));
          const found = () => [...scanRecords(bytes)].flatMap((part) => (part.kind === 'record' ? [part.payload] : []));
          expect(found()).toEqual(payloads);
          const at = where % bytes.length;
          let hit = 0;
          for (let end = 0; hit < payloads.length; hit++) {
            end += 24 + (payloads[hit]?.length ?? 0);
            if (at < end) break;
          }
          bytes[at] = (bytes[at] ?? 0) ^ change;
          const others = payloads.toSpliced(hit, 1);
          // A record inside of a damaged one's payload is a record too.
          const left = found().filter((payload) => payload.toString() !== 'within');
          expect(left).toEqual(others);
        },
      ),
    );
  });

  it('[SPL-20] no bytes make the scan throw, and it covers them without holes', () => {
    const piece = fc.oneof(
      anyPayload,
      anyPayload.map((payload) => encodeRecord(payload, { readings: 1, appendedAt: 1 })),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const bytes = Buffer.concat(pieces);
        let at = 0;
        for (const { from, to } of scanRecords(bytes)) {
          expect(from).toBe(at);
          expect(to).toBeGreaterThan(from);
          at = to;
        }
        expect(at).toBe(bytes.length);
      }),
    );
  });
});
