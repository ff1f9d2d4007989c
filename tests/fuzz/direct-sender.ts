import type { Outcome } from '../../ingest/pipeline.ts';
import type { FuzzHouse } from './fuzz-house.ts';
import type { FuzzInput } from './fuzz-input.ts';
import { waitFor } from './wait-for.ts';

/** Messages of MQTT on topics that a source hands to their receivers: frames, foreign devices, SensorThings. */
export async function sendDirectly(house: FuzzHouse, inputs: readonly FuzzInput[]): Promise<void> {
  let settled = 0;
  const settle = (_: Outcome) => {
    settled++;
  };
  for (const input of inputs) {
    try {
      handOver(house, input, settle);
    } catch (error) {
      house.fault(`a receiver threw: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  if (!(await waitFor(() => settled === inputs.length, house.faults))) {
    house.fault(`${inputs.length - settled} of ${inputs.length} messages were not settled`);
  }
}

function handOver(house: FuzzHouse, input: FuzzInput, settle: (outcome: Outcome) => void): void {
  const { way, address: topic, bytes: payload, retained } = input;
  if (way === 'profile') house.profiles.submit({ topic, payload, retained, settle });
  else if (way === 'sensorthings') house.sensorThings.submit({ topic, payload, retained, settle });
  else {
    const station = house.registry.get(topic.split('/')[3] ?? '');
    if (station === undefined) throw new Error(`no station in ${topic}`);
    const decoded = house.hj212Messages.decode(payload, station, Date.now());
    house.pipeline.submitDecoded({ decoded, bytes: payload.length, settle });
  }
}
