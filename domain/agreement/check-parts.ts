import type { AgreementFault } from './agreement-fault.ts';
import type { AgreementParts } from './agreement-parts.ts';
import { doubledIds } from './check/doubled-ids.ts';
import { dutyFaults } from './check/duty-faults.ts';
import { neighbourFaults } from './check/neighbour-faults.ts';
import { referenceFaults } from './check/reference-faults.ts';
import { roleFaults } from './check/role-faults.ts';
import { ruleFaults } from './check/rule-faults.ts';
import { stationFaults } from './check/station-faults.ts';
import { superiorFaults } from './check/superior-faults.ts';

const CHECKS: readonly ((parts: AgreementParts) => Iterable<AgreementFault>)[] = [
  doubledIds,
  superiorFaults,
  neighbourFaults,
  roleFaults,
  ruleFaults,
  referenceFaults,
  dutyFaults,
  stationFaults,
];

/** Everything that the parts of an agreement say against each other, in one go. */
export function checkParts(parts: AgreementParts): AgreementFault[] {
  return CHECKS.flatMap((check) => [...check(parts)]);
}
