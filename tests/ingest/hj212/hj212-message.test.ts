import { describe, expect, it } from 'vitest';
import { Hj212Messages } from '../../../ingest/hj212/hj212-message.ts';
import { LinkBook } from '../../../ingest/hj212/link-book.ts';
import { NOW, station } from '../samples.ts';
import { DATA_TIME, FRAMES, frame } from './frames.ts';

const links = new LinkBook([
  { mn: 'MN1', station: 'S1', password: '123456' },
  { mn: 'MN2', station: 'S2' },
]);
const fresh = () => new Hj212Messages({ links });
const decode = (text: string, messages = fresh(), of = station(), now = NOW) =>
  messages.decode(Buffer.from(text), of, now);
const codes = (text: string) => decode(text).refusals.map(({ code }) => code);

describe('Hj212Messages', () => {
  it('[HJ-29] makes the frames of a payload readings of the topic’s station', () => {
    const earlier = frame({ content: 'DataTime=20261122120000;a34004-Avg=60' });
    const { readings, refusals } = decode(`${earlier}${frame()}`);
    expect(refusals).toEqual([]);
    expect(readings.map(({ station, at, values }) => [station, at, values.pm25])).toEqual([
      ['S1', Date.UTC(2026, 10, 22, 5), 60],
      ['S1', Date.UTC(2026, 10, 22, 6), 62],
    ]);
  });

  it('[HJ-29] needs no entry for a device: the topic says whose it is', () => {
    expect(decode(FRAMES.A).readings).toHaveLength(1);
  });

  it('[HJ-29] refuses a frame of another station’s device, and a wrong password', () => {
    expect(codes(frame({ mn: 'MN2' }))).toEqual(['unknown_mn']);
    expect(codes(frame({ pw: 'x' }))).toEqual(['wrong_password']);
  });

  it('[HJ-29] refuses by place what is no good, and keeps the rest', () => {
    const { readings, refusals } = decode(`${frame()}${FRAMES.S.slice(0, -1)}1${FRAMES.E}\r\n##0123QN=`);
    expect(readings).toHaveLength(1);
    expect(refusals.map(({ code, index }) => [code, index])).toEqual([
      ['bad_crc', 1],
      ['nothing_kept', 2],
      ['bad_frame', 3],
    ]);
  });

  it('refuses a payload without frames, with too many, and one beyond 1 MiB', () => {
    expect(codes('')).toEqual(['empty']);
    expect(codes('{"at":1}')).toEqual(['bad_frame']);
    expect(codes(FRAMES.H.repeat(501))).toEqual(['too_many']);
    expect(codes('#'.repeat(1_048_577))).toEqual(['too_large']);
  });

  it('[HJ-13] puts the parts of a message together, in one payload or in several', () => {
    const one = frame({ part: [1, 2], content: `DataTime=${DATA_TIME};a34004-Avg=62` });
    const two = frame({ part: [2, 2], content: `DataTime=${DATA_TIME};a05024-Avg=21` });
    expect(decode(`${one}${two}`).readings).toMatchObject([{ values: { pm25: 62, o3: 21 } }]);
    const messages = fresh();
    expect(decode(one, messages).readings).toMatchObject([{ values: { pm25: 62 } }]);
    expect(decode(two, messages, station(), NOW + 50_000).readings).toMatchObject([{ values: { pm25: 62, o3: 21 } }]);
    expect(decode(two, messages, station(), NOW + 200_000).readings[0]?.values).toEqual({ o3: 21 });
  });

  it('[HJ-15] does not mix the parts of two stations whose devices carry the same MN', () => {
    const messages = fresh();
    decode(frame({ mn: 'X', part: [1, 2], content: `DataTime=${DATA_TIME};a34004-Avg=62` }), messages);
    const two = frame({ mn: 'X', part: [2, 2], content: `DataTime=${DATA_TIME};a05024-Avg=21` });
    expect(decode(two, messages, station({ id: 'S2' })).readings[0]?.values).toEqual({ o3: 21 });
  });
});
