import type { Outcome } from '../../../ingest/pipeline.ts';
import { Datastreams } from '../../../ingest/sensorthings/datastream.ts';
import { ObservationCollector } from '../../../ingest/sensorthings/observation-collector.ts';
import { SensorThingsReceiver } from '../../../ingest/sensorthings/sensorthings-receiver.ts';
import { EVER, pushRig } from '../http/push-rig.ts';
import { bytes, quiet } from '../samples.ts';

export const DATASTREAMS = Datastreams.parse({
  1: { station: 'S1', parameter: 'pm25', unit: 'µg/m3', period: 3600, quality: { '4': 'D', good: 'N' } },
  2: { station: 'S1', parameter: 'co', unit: 'µg/m3', period: 3600, stamps: 'start' },
  "o'3": { station: 'S1', parameter: 'o3', unit: 'µg/m3', period: 3600, quality: { '*': 'M' } },
  9: { station: 'S9', parameter: 'o3', unit: 'µg/m3' },
  20: { station: 'S2', parameter: 'temp', unit: 'C' },
});

export const AT = '2026-11-22T14:00:00+08:00';

/** The receiver of observations on a real store. S1 has three parameters. */
export function observationRig(options: { readonly maxParts?: number } = {}) {
  const parts = pushRig();
  const { store, pipeline, clock, registry } = parts;
  const streams = Object.values(DATASTREAMS);
  const collector = new ObservationCollector({
    store,
    pipeline,
    clock,
    log: quiet,
    parametersOf: (station) => streams.filter((stream) => stream.station === station).length,
    ...options,
  });
  const receiver = new SensorThingsReceiver({ datastreams: DATASTREAMS, collector, pipeline, registry, clock });
  const outcomes: Outcome[] = [];
  return {
    ...parts,
    collector,
    receiver,
    outcomes,
    /** Over MQTT. */
    send: (id: string, observation: unknown, retained = false) =>
      receiver.submit({
        topic: `v1.1/Datastreams(${id})/Observations`,
        payload: bytes(observation),
        retained,
        settle: (outcome) => outcomes.push(outcome),
      }),
    stored: () => store.read({ ...EVER, limit: 100 }),
  };
}
