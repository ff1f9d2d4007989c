import type { MetricFamily } from '../../api/deps.ts';
import type { Hj212Counters } from '../../ingest/hj212/hj212-counters.ts';

/** What `/metrics` shows of the HJ 212 gateway. */
export function hj212Figures(counters: Hj212Counters): MetricFamily[] {
  const total = (name: string, help: string, value: number): MetricFamily => {
    return { name: `lianfang_hj212_${name}_total`, help, type: 'counter', samples: [{ value }] };
  };
  return [
    {
      name: 'lianfang_hj212_connections',
      help: 'Connections of HJ 212 devices that are open now.',
      type: 'gauge',
      samples: [{ value: counters.connections }],
    },
    total('connections_accepted', 'Connections of HJ 212 devices.', counters.connectionsAccepted),
    total('connections_refused', 'Connections turned away: there were too many.', counters.connectionsRefused),
    total('bytes_received', 'Bytes of HJ 212 devices.', counters.bytesReceived),
    total('frames_received', 'Frames whose check code was right.', counters.framesReceived),
    total('data_acknowledged', 'Answers 9014, each after its commit.', counters.dataAcknowledged),
    total('frames_sent', 'Other answers and requests of ours, resends included.', counters.framesSent),
    total('requests_done', 'Requests of ours that a device carried out.', counters.requestsDone),
    total('requests_failed', 'Requests of ours that it did not.', counters.requestsFailed),
    total('pauses', 'How often a device was not read from because the store was busy.', counters.pauses),
    {
      name: 'lianfang_hj212_refused_total',
      help: 'Frames and values refused, by code (docs/guide/errors.md); bad_crc: the check code was wrong.',
      type: 'counter',
      samples: Object.entries(counters.refused)
        .filter(([code, value]) => value > 0 || code === 'bad_crc' || code === 'bad_frame')
        .map(([code, value]) => ({ labels: { code }, value })),
    },
    {
      name: 'lianfang_hj212_cut_total',
      help: 'Connections ended by us, by reason.',
      type: 'counter',
      samples: Object.entries(counters.cut).map(([reason, value]) => ({ labels: { reason }, value })),
    },
  ];
}
