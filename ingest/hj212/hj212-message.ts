import type { Reading } from '../../domain/air/reading.ts';
import type { Station } from '../../domain/air/station.ts';
import { type Decoded, MAX_PAYLOAD_BYTES, MAX_READINGS } from '../payload.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { commandKind } from './command.ts';
import { DEFAULT_FRAMING, FrameReader, type FrameResult, type FramingOptions } from './frame-reader.ts';
import type { Hj212Link, LinkBook } from './link-book.ts';
import { dataTimeByQn, elapseParts, joinPart, PART_LIMITS, type PartSets, partsAreDue } from './part-sets.ts';
import { parseSegment, type Segment } from './segment.ts';
import { readUpload } from './upload.ts';

export interface Hj212MessagesOptions {
  readonly links: LinkBook;
  readonly framing?: Partial<FramingOptions>;
  readonly futureToleranceMs?: number;
}

/** Split messages of all stations that are remembered at the same time. */
const MAX_SETS = 1_000;

/**
 * Raw frames inside MQTT messages (`lianfang/v1/<city>/<station>/hj212`). The topic says whose they are and the PUBACK is the
 * acknowledgement, so nothing is answered and Flag is not looked at. A split message is remembered for a minute: each further
 * part gives the whole reading so far, which replaces the one before.
 */
export class Hj212Messages {
  readonly #links: LinkBook;
  readonly #framing: FramingOptions;
  readonly #futureToleranceMs: number;
  #sets: PartSets<never> = new Map();

  constructor({ links, framing, futureToleranceMs = 600_000 }: Hj212MessagesOptions) {
    this.#links = links;
    this.#framing = { ...DEFAULT_FRAMING, ...framing };
    this.#futureToleranceMs = futureToleranceMs;
  }

  /** One MQTT payload of up to 500 frames, of this station; `now` is our clock, epoch ms. Never throws. For `submitDecoded`. */
  decode(payload: Uint8Array, station: Station, now: number): Decoded {
    if (payload.byteLength > MAX_PAYLOAD_BYTES) return { readings: [], refusals: [refuse('too_large')] };
    const reader = new FrameReader(this.#framing);
    const frames = reader.push(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength));
    if (frames.length > MAX_READINGS) return { readings: [], refusals: [refuse('too_many')] };
    if (partsAreDue(this.#sets, now)) this.#sets = elapseParts(this.#sets, now).sets;
    const readings = new Map<string, Reading>();
    const refusals: Refusal[] = [];
    frames.forEach((frame, index) => {
      const taken = this.#take(frame, station, now);
      // The later reading of the same period holds all parts of the earlier one.
      if (taken.reading !== undefined) readings.set(`${taken.reading.at} ${taken.reading.periodS}`, taken.reading);
      for (const refusal of taken.refusals) refusals.push({ ...refusal, index });
    });
    if (reader.unfinished) refusals.push({ ...refuse('bad_frame'), index: frames.length });
    if (readings.size === 0 && refusals.length === 0) refusals.push(refuse('empty'));
    return { readings: [...readings.values()], refusals };
  }

  #take(frame: FrameResult, station: Station, now: number): { reading?: Reading; refusals: readonly Refusal[] } {
    if ('refusal' in frame) return { refusals: [frame.refusal] };
    const segment = parseSegment(frame.segment);
    if ('code' in segment) return { refusals: [segment] };
    const link = this.#linkOf(segment, station);
    if ('code' in link) return { refusals: [link] };
    if (commandKind(segment.cn) !== 'data')
      return { refusals: [refuse('nothing_kept', { field: `CN=${segment.cn}` })] };

    const { part, st, cn, qn } = segment;
    // With the station, so that two stations whose devices carry one MN never mix.
    const mn = `${station.id} ${segment.mn}`;
    const common = part && { mn, st, cn, count: part.count, ...(qn === undefined ? {} : { qn }) };
    const upload = readUpload(
      segment,
      { link, station },
      { latestAt: now + this.#futureToleranceMs, dataTime: common && dataTimeByQn(this.#sets, common) },
    );
    const { reading, dataTime } = upload;
    if (part === undefined || common === undefined || dataTime === undefined || reading === undefined) return upload;
    const joined = joinPart(
      this.#sets,
      { message: { ...common, dataTime }, number: part.number, reading, held: [] },
      now,
      { ...PART_LIMITS, maxSets: MAX_SETS },
    );
    this.#sets = joined.sets;
    return { reading: joined.reading ?? reading, refusals: upload.refusals };
  }

  /** A device that nobody has entered has the standard's habits: the topic has already said whose it is. */
  #linkOf({ mn, pw }: Segment, station: Station): Hj212Link | Refusal {
    const link = this.#links.get(mn) ?? { mn, station: station.id };
    if (link.station !== station.id) return refuse('unknown_mn', { field: mn });
    if (link.password !== undefined && link.password !== pw) return refuse('wrong_password', { field: mn });
    return link;
  }
}
