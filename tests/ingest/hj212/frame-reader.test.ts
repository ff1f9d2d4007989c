import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hj212Crc, modbusCrc } from '../../../ingest/hj212/crc.ts';
import { frameOf } from '../../../ingest/hj212/frame.ts';
import { DEFAULT_FRAMING, FrameReader, type FramingOptions } from '../../../ingest/hj212/frame-reader.ts';
import { ACKS, BAD_CRC, FRAMES, frame, segmentIn } from './frames.ts';

/** What a stream gives: data segments as text, refusals as `!code`. */
function read(chunks: readonly (string | Buffer)[], options: Partial<FramingOptions> = {}): string[] {
  const reader = new FrameReader({ ...DEFAULT_FRAMING, ...options });
  return chunks.flatMap((chunk) =>
    reader
      .push(Buffer.from(chunk))
      .map((result) => ('segment' in result ? result.segment.toString() : `!${result.refusal.code}`)),
  );
}
const texts = Object.values(FRAMES);

describe('the check code', () => {
  it('[HJ-4] is that of annex A: the standard’s example gives 1C80, Modbus 0759', () => {
    const example = Buffer.from(segmentIn(FRAMES.S));
    expect(hj212Crc(example)).toBe(0x1c80);
    expect([0x0759, 0x5907]).toContain(modbusCrc(example));
  });

  it.each(BAD_CRC)('[HJ-4] refuses a public frame whose code should be $right', ({ frame: bad, right }) => {
    expect(read([`${bad}\r\n`])).toEqual(['!bad_crc']);
    expect(read([`${bad.slice(0, -4)}${right}\r\n`])).toEqual([segmentIn(bad)]);
    expect(read([`${bad}\r\n`], { crc: 'off' })).toEqual([segmentIn(bad)]);
  });

  it('[HJ-4] of Modbus is taken, in either byte order, only when configured', () => {
    const segment = segmentIn(FRAMES.S);
    for (const code of ['0759', '5907']) {
      const sent = `##0101${segment}${code}\r\n`;
      expect(read([sent])).toEqual(['!bad_crc']);
      expect(read([sent], { crc: 'modbus_too' })).toEqual([segment]);
    }
    expect(read([`##0101${segment}1234\r\n`], { crc: 'modbus_too' })).toEqual(['!bad_crc']);
    expect(read([FRAMES.S], { crc: 'modbus_too' })).toEqual([segment]);
  });

  it('[HJ-4] that is not hex is wrong even if its beginning is right', () => {
    expect(read([`${FRAMES.S.slice(0, -1)}G\r\n`])).toEqual(['!bad_crc']);
  });
});

describe('FrameReader', () => {
  it.each(Object.entries(FRAMES))('[HJ-1] takes frame %s, with and without line end, in either case', (_, text) => {
    for (const end of ['\r\n', '\r', '\n', '']) {
      expect(read([`${text}${end}`])).toEqual([segmentIn(text)]);
    }
    expect(read([`${text.slice(0, -4)}${text.slice(-4).toLowerCase()}\r\n`])).toEqual([segmentIn(text)]);
    expect(frameOf(segmentIn(text))).toBe(`${text}\r\n`);
  });

  it('[HJ-1] counts the length in bytes, not in characters', () => {
    const segment = 'ST=22;CN=3020;PW=1;MN=A;CP=&&Info=设备正常&&';
    const bytes = Buffer.from(frameOf(segment));
    expect(bytes.toString().slice(2, 6)).toBe(String(Buffer.byteLength(segment)).padStart(4, '0'));
    expect(read([bytes])).toEqual([segment]);
  });

  it('[HJ-2] takes frames that stick together, and one that comes byte by byte', () => {
    const stream = texts.join('\r\n');
    expect(read([stream])).toEqual(texts.map(segmentIn));
    expect(read([...stream].map((char) => char))).toEqual(texts.map(segmentIn));
  });

  it('[HJ-2] refuses a run of garbage once and blanks never', () => {
    expect(read(['\0\r\n \n', FRAMES.S, '\r\nhello', ' world', '\n', FRAMES.H, '\r\n'])).toEqual([
      segmentIn(FRAMES.S),
      '!bad_frame',
      segmentIn(FRAMES.H),
    ]);
  });

  it('[HJ-2] finds the header behind hashes that are none', () => {
    for (const before of ['#', '##', '###', '##01', '##12x4', '# #', '##-001']) {
      expect(read([`${before}${FRAMES.S}`]).at(-1)).toBe(segmentIn(FRAMES.S));
    }
  });

  it('[HJ-3] loses only the frame that was cut off, wherever it was cut', () => {
    const whole = `${FRAMES.A}\r\n`;
    for (let kept = 6; kept < FRAMES.A.length; kept++) {
      expect(read([whole.slice(0, kept), `${FRAMES.S}\r\n`])).toEqual([
        expect.stringMatching(/^!bad_(frame|crc)$/),
        segmentIn(FRAMES.S),
      ]);
    }
  });

  it('[HJ-3] takes the next frame at once, without waiting for what a wrong length promises', () => {
    expect(read([`##4000QN=1;${FRAMES.S}`])).toEqual(['!bad_frame', segmentIn(FRAMES.S)]);
  });

  it('[HJ-5] refuses a segment beyond the limit by its header and takes one of exactly the limit', () => {
    const long = `ST=22;CN=2011;PW=1;MN=A;CP=&&${'x'.repeat(4096 - 31)}&&`;
    expect(long).toHaveLength(4096);
    expect(read([frameOf(long)])).toEqual([long]);
    expect(read([frameOf(`${long.slice(0, -2)}x&&`), FRAMES.S])).toEqual(['!bad_frame', segmentIn(FRAMES.S)]);
    expect(read([frameOf('x'.repeat(1_623))])).toEqual(['x'.repeat(1_623)]);
  });

  it('[HJ-5] knows how much was thrown away since the last good frame', () => {
    const reader = new FrameReader(DEFAULT_FRAMING);
    for (let i = 0; i < 1000; i++) reader.push(Buffer.alloc(100, '##9999'));
    expect(reader.wastedBytes).toBeGreaterThan(99_000);
    reader.push(Buffer.from(FRAMES.S));
    expect(reader.wastedBytes).toBe(0);
  });
});

describe('any stream', () => {
  const garbage = fc.oneof(
    fc.constant(''),
    fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.replaceAll('#', '+')),
    fc.constantFrom('#', '##', '##0', '##12', '##999', '##9x99', '\r\n', '1C80', 'QN=2016;', '&&'),
  );
  const part = fc.constantFrom(...texts, ...Object.values(ACKS), frame(), frame({ content: '' }));
  const pieces = fc.array(fc.tuple(garbage, part), { minLength: 1, maxLength: 8 });

  it('[HJ-2] gives the same, however it is split, and every frame between the garbage', () => {
    fc.assert(
      fc.property(pieces, fc.array(fc.nat(3000), { maxLength: 20 }), (parts, cuts) => {
        const stream = Buffer.from(parts.map(([before, text]) => `${before}${text}`).join(''));
        const places = [0, ...cuts.map((cut) => cut % (stream.length + 1)).sort((a, b) => a - b), stream.length];
        const chunks = places.slice(1).map((to, i) => stream.subarray(places[i], to));
        const split = read(chunks);
        expect(split).toEqual(read([stream]));
        expect(split.filter((text) => !text.startsWith('!'))).toEqual(parts.map(([, text]) => segmentIn(text)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('[HJ-2] of any bytes gives the same, however it is split', () => {
    const bytes = fc.array(fc.constantFrom(...'##########00010123456789abcdefABC&&;=QNCPST\r\n'), { maxLength: 200 });
    fc.assert(
      fc.property(bytes, fc.nat(200), (chars, cut) => {
        const stream = `${chars.join('')}${FRAMES.S}`;
        expect(read([stream.slice(0, cut), stream.slice(cut)])).toEqual(read([stream]));
        expect(read([...stream])).toEqual(read([stream]));
      }),
      { numRuns: 2_000 },
    );
  });
});
