import { createHash } from 'node:crypto';
import { Coordination } from '../../../alerting/coordination/coordination.ts';
import type { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import { AgreementVersions } from '../../../domain/agreement/agreement-versions.ts';
import { canonicalJson } from '../../../store/canonical-json.ts';
import type { LedgerEvent } from '../../../store/ledger.ts';
import { SqliteLedger } from '../../../store/sqlite/sqlite-ledger.ts';
import { ManualClock } from '../../clock/manual-clock.ts';

/** The coordination service on a ledger on disk and a clock that only we move; it can be closed and opened again at any moment. */
export class TimelineHouse {
  readonly clock: ManualClock;
  readonly versions: AgreementVersions;
  readonly #path: string;
  #ledger: SqliteLedger | undefined;
  #coordination: Coordination | undefined;

  constructor(path: string, agreements: readonly AgreementFile[], now: number) {
    this.#path = path;
    this.versions = new AgreementVersions(agreements);
    this.clock = new ManualClock(now);
  }

  get coordination(): Coordination {
    if (this.#coordination === undefined) throw new Error('the program is away');
    return this.#coordination;
  }

  get agreement(): AgreementFile {
    const found = this.versions.inForceAt(this.clock.now());
    if (found === undefined) throw new Error('no version is in force');
    return found.agreement;
  }

  async open(): Promise<void> {
    this.#ledger = SqliteLedger.open({ path: this.#path });
    this.#coordination = await Coordination.start({
      ledger: this.#ledger,
      clock: this.clock,
      agreementAt: (at) => this.versions.inForceAt(at)?.agreement,
      digest: (value) => createHash('sha256').update(canonicalJson(value)).digest('hex'),
      onError: (error) => {
        throw error;
      },
    });
  }

  async close(): Promise<void> {
    await this.#coordination?.stop();
    await this.#ledger?.close();
    this.#coordination = undefined;
  }

  /** What has been recorded, in order; the chain is whole, or it throws. */
  async history(): Promise<LedgerEvent[]> {
    const ledger = SqliteLedger.open({ path: this.#path });
    try {
      const verified = await ledger.verify();
      if (!verified.ok) throw new Error(`entry ${verified.seq}: ${verified.reason}`);
      return await ledger.read({ after: 0, limit: 10_000 });
    } finally {
      await ledger.close();
    }
  }
}
