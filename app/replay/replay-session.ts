import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { citiesOf } from '../../domain/agreement/jurisdiction.ts';
import type { LoadedAgreement } from '../config/load.ts';
import { Audience, type Told } from './audience.ts';
import { ProtocolInputs } from './protocol-inputs.ts';
import type { ProtocolOutcome } from './protocol-run.ts';
import { protocolSummary } from './protocol-summary.ts';
import type { ReplayEvent } from './replay-event.ts';
import { ReplayRecord } from './replay-record.ts';
import { type ReplaySummary, summaryOf } from './summary.ts';

/** One agreement's side of a replay: what it said, folded, and whom it told. */
export class ReplaySession {
  /** The newest version: names, posts and jurisdictions are taken from it. */
  readonly agreement: AgreementFile;
  readonly record = new ReplayRecord();
  /** What the protocols hear of it. */
  readonly inputs = new ProtocolInputs();
  /** Where they were run too. */
  protocol: ProtocolOutcome | undefined;
  readonly #audience: Audience;

  constructor({ versions, stations }: Pick<LoadedAgreement, 'versions' | 'stations'>) {
    const newest = versions.versions.at(-1)?.agreement;
    if (newest === undefined) throw new RangeError('an agreement has at least one version');
    this.agreement = newest;
    this.#audience = new Audience(newest, new Map(stations.map(({ id, city }) => [id, city])));
  }

  add(event: ReplayEvent): void {
    this.record.add(event);
    const alert = 'alert' in event.data ? this.record.alert(event.data.alert) : undefined;
    this.inputs.add(event, alert);
    this.#audience.hear(event, { shadow: alert?.shadow ?? false });
  }

  get told(): Told {
    return this.#audience.told;
  }

  summary(span: { readonly from: number; readonly to: number }): ReplaySummary {
    const { protocol } = this;
    const summary = summaryOf(this.record, span);
    return protocol === undefined ? summary : { ...summary, protocol: protocolSummary(protocol, span.to) };
  }

  get cities() {
    return citiesOf(this.agreement.jurisdictions);
  }
}
