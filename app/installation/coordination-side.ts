import { createHash } from 'node:crypto';
import { Coordination } from '../../alerting/coordination/coordination.ts';
import type { CoordinationOptions } from '../../alerting/coordination/coordination-options.ts';
import type { NoticeSource } from '../../api/protocol/protocol-port.ts';
import type { Clock } from '../../domain/clock.ts';
import { canonicalJson } from '../../store/canonical-json.ts';
import type { Json, Ledger, Outbox } from '../../store/ledger.ts';
import type { Loaded } from '../config/load.ts';

/** Real time: what a timer and a commit may take before what it tells is called late. */
const PUNCTUAL_MS = 5_000;

/** The coordination service over the installation's ledger, by the versions of its agreement. */
export function openCoordination(options: {
  readonly loaded: Pick<Loaded, 'config' | 'versions'>;
  readonly ledger: Pick<Ledger, 'append' | 'read'> & Pick<Outbox, 'unsent'>;
  readonly clock: Clock;
  /** World seconds per real second. */
  readonly clockRate: number;
  readonly exercise: boolean;
  readonly onDeliveries: () => void;
  readonly onError: CoordinationOptions['onError'];
}): Promise<Coordination> {
  const { loaded, ledger, clock, clockRate, exercise, onDeliveries, onError } = options;
  return Coordination.start({
    ledger,
    clock,
    exercise,
    onDeliveries,
    onError,
    digest: sha256,
    agreementAt: (at) => loaded.versions.inForceAt(at)?.agreement,
    punctualMs: PUNCTUAL_MS * clockRate,
    outbox: ledger,
    subscriptions: loaded.config.webhooks.map(({ id, priority, jurisdictions }) => ({
      channel: `webhook:${id}`,
      ...(priority === undefined ? {} : { priority }),
      ...(jurisdictions === undefined ? {} : { jurisdictions }),
    })),
  });
}

/** Notices as the interface serves them. */
export function noticeSource(coordination: Pick<Coordination, 'notices' | 'read'>): NoticeSource {
  const { notices } = coordination;
  return {
    list: (query) => notices.list(query),
    get: (id) => notices.get(id),
    unread: (jurisdiction) => notices.unread(jurisdiction),
    async read(id, by) {
      const answer = await coordination.read({ notice: id, by });
      if (answer.outcome === 'refused') throw new Error(`${answer.refusal.rule}: ${answer.refusal.reason.en}`);
      return answer.state;
    },
  };
}

/** Lower-case hex, over the canonical JSON. */
export function sha256(value: Json): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
