import type { EngineCounters } from '../../alerting/engine-options.ts';
import type { MetricFamily } from '../../api/deps.ts';
import type { Counters } from '../../ingest/counters.ts';
import type { PipelineStatus } from '../../ingest/pipeline.ts';
import type { SpoolStatus } from '../../store/spool/spool-status.ts';

/** What `/metrics` shows of ingest, engine and outbox. */
export function figures(sources: {
  readonly ingest: Counters;
  readonly pipeline: PipelineStatus;
  readonly engine: EngineCounters;
  readonly spool: SpoolStatus | undefined;
  readonly outbox: { readonly pending: number; readonly sent: number; readonly dead: number };
}): MetricFamily[] {
  const { ingest, pipeline, engine, outbox } = sources;
  return [
    counter('lianfang_messages_received_total', 'Messages that came in.', ingest.messagesReceived),
    counter('lianfang_bytes_received_total', 'Bytes of those messages.', ingest.bytesReceived),
    counter('lianfang_messages_redelivered_total', 'Messages marked as sent before.', ingest.messagesRedelivered),
    counter('lianfang_readings_stored_total', 'Readings written: new and revised ones.', ingest.readingsStored),
    counter('lianfang_readings_duplicate_total', 'Readings that were stored already.', ingest.readingsDuplicate),
    counter('lianfang_readings_revised_total', 'Readings that replaced a different one.', ingest.readingsRevised),
    counter(
      'lianfang_readings_overdue_total',
      'Readings stored that came later than the window of the agreement.',
      ingest.readingsLate,
    ),
    counter(
      'lianfang_fates_unknown_total',
      'Readings taken as new because the store could not be asked.',
      ingest.fatesUnknown,
    ),
    counter(
      'lianfang_versions_unread_total',
      'Replaced readings that could not be read and are not kept.',
      ingest.versionsUnread,
    ),
    counter('lianfang_batches_committed_total', 'Commits that succeeded.', ingest.batchesCommitted),
    counter('lianfang_commits_failed_total', 'Attempts to commit that did not.', ingest.commitsFailed),
    {
      name: 'lianfang_refused_total',
      help: 'Readings and messages refused, by code (docs/guide/errors.md).',
      type: 'counter',
      samples: Object.entries(ingest.refused).map(([code, value]) => ({ labels: { code }, value })),
    },
    counter(
      'lianfang_receipts_dropped_total',
      'Refusals that could not be told to the sender.',
      ingest.receiptsDropped,
    ),
    counter('lianfang_logins_refused_total', 'Connections refused by the embedded broker.', ingest.loginsRefused),
    counter('lianfang_publishes_forbidden_total', 'Messages to topics of others.', ingest.publishesForbidden),
    counter(
      'lianfang_subscriptions_forbidden_total',
      'Subscriptions to topics of others.',
      ingest.subscriptionsForbidden,
    ),
    counter('lianfang_messages_delayed_total', 'Messages of stations faster than they may be.', ingest.messagesDelayed),
    gauge('lianfang_waiting_messages', 'Messages taken and not yet committed.', pipeline.waitingMessages),
    gauge('lianfang_waiting_bytes', 'Bytes of those messages.', pipeline.waitingBytes),
    counter('lianfang_readings_evaluated_total', 'Readings the rules engine has judged.', engine.evaluated),
    counter(
      'lianfang_readings_late_total',
      'Readings of hours already closed: late ones, and repeats of judged ones.',
      engine.late,
    ),
    counter('lianfang_alerts_raised_total', 'Alerts raised.', engine.raised),
    counter('lianfang_alerts_returned_total', 'Alerts returned.', engine.returned),
    counter(
      'lianfang_engine_failures_total',
      'Evaluations that could not be recorded and were repeated.',
      engine.failures,
    ),
    gauge('lianfang_outbox_pending', 'Notices waiting to be delivered.', outbox.pending),
    gauge('lianfang_outbox_sent', 'Notices delivered.', outbox.sent),
    gauge('lianfang_outbox_dead', 'Notices given up.', outbox.dead),
    ...(sources.spool === undefined ? [] : spoolFigures(sources.spool)),
  ];
}

function counter(name: string, help: string, value: number): MetricFamily {
  return { name, help, type: 'counter', samples: [{ value }] };
}

function gauge(name: string, help: string, value: number): MetricFamily {
  return { name, help, type: 'gauge', samples: [{ value }] };
}

function spoolFigures(spool: SpoolStatus): MetricFamily[] {
  return [
    gauge(
      'lianfang_spool_readings',
      'Acknowledged readings on the disk that the store does not have yet.',
      spool.readings,
    ),
    gauge('lianfang_spool_bytes', 'Size of the spool.', spool.bytes),
    gauge('lianfang_spool_oldest_age_seconds', 'How long the oldest of them has waited.', spool.oldestAgeMs / 1000),
    gauge('lianfang_spool_full', '1 while the spool has no room and nothing is acknowledged.', spool.full ? 1 : 0),
    counter(
      'lianfang_spool_rejected_total',
      'Acknowledged readings that the store will never take.',
      spool.rejectedReadings,
    ),
    counter('lianfang_spool_damaged_total', 'Damaged places found in the files of the spool.', spool.damagedPlaces),
  ];
}
