import type { Clock } from '../../domain/clock.ts';
import type { StationAccounts } from '../accounts/station-accounts.ts';
import { parseStatusTopic, STATUS_FILTER } from './topics.ts';
import type { TopicMessage, WayIn } from './way-in.ts';

/** The books cut it further; this is only so that nobody decodes a megabyte for it. */
const MOST_BYTES = 1_024;
const NOTHING = { stored: [], refusals: [], repeated: new Map<never, never>() };

/**
 * What stations say of themselves on `lianfang/v1/<city>/<station>/status`, retained, and what their last will says for them. Taken
 * into the books at once; an empty message takes back what a broker has retained and says nothing.
 */
export class StatusWay implements WayIn {
  readonly mayRetain = true;
  readonly #accounts: Pick<StationAccounts, 'status'>;
  readonly #clock: Clock;

  constructor(accounts: Pick<StationAccounts, 'status'>, clock: Clock) {
    this.#accounts = accounts;
    this.#clock = clock;
  }

  filters(): readonly string[] {
    return [STATUS_FILTER];
  }

  takes(topic: string): boolean {
    return parseStatusTopic(topic) !== undefined;
  }

  isFull(): boolean {
    return false;
  }

  onRoom(resume: () => void): () => void {
    resume();
    return () => {};
  }

  receiptsTopic(): undefined {
    return undefined;
  }

  submit({ topic, payload, retained, settle }: TopicMessage): void {
    const station = parseStatusTopic(topic);
    if (station !== undefined && payload.byteLength > 0) {
      const text = new TextDecoder().decode(payload.subarray(0, MOST_BYTES));
      this.#accounts.status(station, { text, at: this.#clock.now(), retained });
    }
    settle(NOTHING);
  }
}
