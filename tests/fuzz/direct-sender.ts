import type { FuzzHouse } from './fuzz-house.ts';
import type { FuzzInput } from './fuzz-input.ts';
import { waitFor } from './wait-for.ts';

/** Messages as a foreign broker hands them over, retained ones and those of odd topics among them. */
export async function sendDirectly(house: FuzzHouse, inputs: readonly FuzzInput[]): Promise<void> {
  let settled = 0;
  const settle = () => {
    settled++;
  };
  for (const { address: topic, bytes: payload, retained } of inputs) {
    const way = house.ways.find((one) => one.takes(topic)) ?? house.profiles;
    try {
      way.submit({ topic, payload, retained, settle });
    } catch (error) {
      house.fault(`a receiver threw: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  if (!(await waitFor(() => settled === inputs.length, house.faults))) {
    house.fault(`${inputs.length - settled} of ${inputs.length} messages were not settled`);
  }
}
