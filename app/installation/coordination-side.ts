import { createHash } from 'node:crypto';
import { Coordination } from '../../alerting/coordination/coordination.ts';
import type { CoordinationOptions } from '../../alerting/coordination/coordination-options.ts';
import type { Clock } from '../../domain/clock.ts';
import { canonicalJson } from '../../store/canonical-json.ts';
import type { Json, Ledger } from '../../store/ledger.ts';
import type { Loaded } from '../config/load.ts';

/** Real time: what a timer and a commit may take before what it tells is called late. */
const PUNCTUAL_MS = 5_000;

/** The coordination service over the installation's ledger, by the versions of its agreement. */
export function openCoordination(options: {
  readonly loaded: Pick<Loaded, 'config' | 'versions'>;
  readonly ledger: Pick<Ledger, 'append' | 'read'>;
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
    subscriptions: loaded.config.webhooks.map(({ id, priority }) => ({
      channel: `webhook:${id}`,
      ...(priority === undefined ? {} : { priority }),
    })),
  });
}

/** Lower-case hex, over the canonical JSON. */
export function sha256(value: Json): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
