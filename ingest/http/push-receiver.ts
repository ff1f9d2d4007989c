import { createHash } from 'node:crypto';
import type { Clock } from '../../domain/clock.ts';
import type { Log } from '../log.ts';
import type { Outcome, Pipeline } from '../pipeline.ts';
import type { StationRegistry } from '../registry.ts';
import { decodePush } from './decode-push.ts';
import type { IdempotencyStore } from './idempotency-store.ts';
import {
  type CommittedPush,
  MAX_PUSHED_READINGS,
  type PushAnswer,
  type PushFault,
  type PushRequest,
} from './push-exchange.ts';
import { type BodyFault, readItems } from './push-items.ts';
import { pushVerdicts } from './push-verdicts.ts';
import { withinTime } from './within-time.ts';

export interface PushReceiverOptions {
  readonly pipeline: Pick<Pipeline, 'submitDecoded' | 'refuse' | 'isFull'>;
  readonly registry: Pick<StationRegistry, 'get'>;
  readonly clock: Clock;
  readonly idempotency: IdempotencyStore;
  readonly log: Log;
  /** How far ahead of our clock a period may end; default 10 minutes, as in the pipeline. */
  readonly futureToleranceMs?: number;
  /** How long a sender waits for the commit, on `clock`; default 20 s. */
  readonly commitTimeoutMs?: number;
}

/** Stops a logger from asking in a tight loop, short enough not to let its buffer grow. */
const RETRY_AFTER_S = 5;

const FAULTS: Readonly<Record<BodyFault, { readonly fault: PushFault; readonly detail: string }>> = {
  not_utf8: { fault: 'bad_body', detail: 'the body is not UTF-8' },
  not_json: { fault: 'bad_body', detail: 'the body is not JSON; one value a line needs application/x-ndjson' },
  empty: { fault: 'bad_body', detail: 'the body holds no reading' },
  too_many: { fault: 'too_many_readings', detail: `at most ${MAX_PUSHED_READINGS} readings in one request; split it` },
};

/** Readings that are pushed over HTTP. Answers only after the commit; a request that is sent again is harmless. */
export class PushReceiver {
  readonly #options: PushReceiverOptions & { readonly futureToleranceMs: number; readonly commitTimeoutMs: number };
  /** Requests with a key that are not answered yet: the same one joins instead of being stored again. */
  readonly #underWay = new Map<string, { readonly fingerprint: string; readonly answer: Promise<PushAnswer> }>();

  constructor(options: PushReceiverOptions) {
    this.#options = { futureToleranceMs: 600_000, commitTimeoutMs: 20_000, ...options };
  }

  async submit(request: PushRequest): Promise<PushAnswer> {
    const { clock, commitTimeoutMs } = this.#options;
    const { idempotencyKey: key } = request;
    const answer = key === undefined ? this.#process(request) : this.#once(request, key);
    return withinTime(answer, { clock, timeoutMs: commitTimeoutMs, late: LATE });
  }

  #once(request: PushRequest, key: string): Promise<PushAnswer> {
    const name = JSON.stringify([request.client, key]);
    const fingerprint = createHash('sha256').update(request.format).update(request.body).digest('base64');
    const underWay = this.#underWay.get(name);
    if (underWay !== undefined) {
      return underWay.fingerprint === fingerprint ? underWay.answer.then(asReplay) : Promise.resolve(REUSED);
    }
    const answer = this.#remembering(request, { key, fingerprint }).finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, { fingerprint, answer });
    return answer;
  }

  async #remembering(
    request: PushRequest,
    { key, fingerprint }: { readonly key: string; readonly fingerprint: string },
  ): Promise<PushAnswer> {
    const { idempotency, clock, log } = this.#options;
    const { client } = request;
    try {
      const known = await idempotency.find({ client, key, now: clock.now() });
      if (known !== undefined) {
        if (known.fingerprint !== fingerprint) return REUSED;
        return { outcome: 'committed', answer: JSON.parse(known.answer) as CommittedPush, replayed: true };
      }
    } catch (error) {
      // Storing a reading twice changes nothing, losing it does.
      log.warn({ err: error }, 'earlier answers cannot be looked up; the request is taken as new');
    }
    const result = await this.#process(request);
    if (result.outcome !== 'committed') return result;
    try {
      const answer = JSON.stringify(result.answer);
      await idempotency.remember({ client, key, fingerprint, answer, now: clock.now() });
    } catch (error) {
      log.warn({ err: error }, 'the answer to a push could not be remembered; the readings are stored');
    }
    return result;
  }

  async #process(request: PushRequest): Promise<PushAnswer> {
    const { pipeline, registry, clock, futureToleranceMs } = this.#options;
    if (pipeline.isFull()) return { outcome: 'busy', retryAfterS: RETRY_AFTER_S };
    const bytes = request.body.byteLength;
    const items = readItems(request.body, request.format);
    if (typeof items === 'string') {
      // A token of several stations does not say whose body it was.
      const [station, ...others] = request.stations;
      const whose = station === undefined || others.length > 0 ? {} : { station };
      pipeline.refuse(items, { bytes, ...whose, settle() {} });
      return { outcome: 'refused', ...FAULTS[items] };
    }
    const latestAt = clock.now() + futureToleranceMs;
    const decoded = decodePush(items, { stations: request.stations, registry, latestAt });
    const outcome = await new Promise<Outcome>((settle) => pipeline.submitDecoded({ decoded, bytes, settle }));
    if (decoded.readings.length === 0 && decoded.refusals.every(({ code }) => code === 'not_your_station')) {
      const [first] = decoded.refusals;
      return { outcome: 'refused', fault: 'not_your_station', detail: first?.reason ?? '' };
    }
    return { outcome: 'committed', answer: pushVerdicts(decoded, outcome), replayed: false };
  }
}

const LATE: PushAnswer = { outcome: 'uncommitted', retryAfterS: RETRY_AFTER_S };

const REUSED: PushAnswer = {
  outcome: 'refused',
  fault: 'idempotency_key_reused',
  detail: 'this Idempotency-Key was used for another body; every request needs its own',
};

function asReplay(answer: PushAnswer): PushAnswer {
  return answer.outcome === 'committed' ? { ...answer, replayed: true } : answer;
}
