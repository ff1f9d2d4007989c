import { join } from 'node:path';
import type { EvidenceOutcome, EvidencePort } from '../../api/evidence-port.ts';
import { utcOffsetMs } from '../../domain/agreement/utc-offset.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Log } from '../../ingest/log.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { LedgerKey } from '../../store/ledger-key.ts';
import { LedgerArchive } from '../../store/sqlite/ledger-archive.ts';
import type { Loaded } from '../config/load.ts';
import { buildAside } from '../evidence/build-aside.ts';
import { evidenceSources } from '../evidence/sources.ts';
import { Checkpoints } from './checkpoints.ts';

/** What the installation proves of itself. */
export interface EvidenceSide {
  readonly port: EvidencePort;
  /** From now on every day's checkpoint is written. */
  start(): void;
  /** Before the ledger is closed. */
  close(): Promise<void>;
}

/** Checkpoints of the ledger and packages of its warnings and cases; packages are made in a thread of their own, one at a time. */
export function openEvidence(options: {
  readonly loaded: Loaded;
  readonly folder: string;
  readonly ledger: Pick<Ledger, 'append' | 'read'>;
  readonly key: LedgerKey;
  readonly clock: Clock;
  readonly log: Log;
}): EvidenceSide {
  const { loaded, folder, ledger, key, clock, log } = options;
  const archive = LedgerArchive.open({ path: join(folder, 'ledger.sqlite') });
  const { region } = loaded.agreement;
  const checkpoints = new Checkpoints({
    region: region.id,
    utcOffsetMs: utcOffsetMs(region.utc_offset),
    ...{ key, ledger, archive, clock, log },
  });
  const closing = new AbortController();
  let turn: Promise<unknown> = Promise.resolve();
  // Who asks for what waits its turn already gets the same: however many ask, no more wait than there are warnings and cases.
  const waiting = new Map<string, Promise<EvidenceOutcome>>();
  return {
    port: {
      key: key.publicKey,
      checkpoint: () => checkpoints.newest(),
      build(object) {
        const asked = waiting.get(object.id);
        if (asked !== undefined) return asked;
        // The files are read when they are needed: somebody may have put back a version of the agreement.
        const build = () => {
          waiting.delete(object.id);
          return buildAside(object, { ...evidenceSources(loaded, key.toPem()), folder }, closing.signal);
        };
        const built = turn.then(build);
        waiting.set(object.id, built);
        turn = built.catch(() => undefined);
        return built;
      },
    },
    start: () => checkpoints.start(),
    async close() {
      closing.abort();
      await turn;
      await checkpoints.stop();
      archive.close();
    },
  };
}
