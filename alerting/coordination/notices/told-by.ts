import type { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import { Hierarchy } from '../../../domain/agreement/hierarchy.ts';
import type { WarningEvent } from '../../../domain/warning/warning-event.ts';
import type { Happening } from './protocol-event.ts';

/**
 * Who hears of an event (COO-9): whom the event itself names; of a warning's other events those of the table; and everybody for whom
 * it opens an obligation. In the order in which they are found, each once.
 */
export function toldBy(happening: Happening, agreement: AgreementFile): string[] {
  const { event } = happening;
  const owing = event.data.clocks?.opens?.map(({ by }) => by) ?? [];
  const named = happening.kind === 'case' ? happening.event.data.tell : ofWarning(happening, agreement);
  return [...new Set([...named, ...owing])];
}

function ofWarning(
  { event, before, after }: Extract<Happening, { kind: 'warning' }>,
  agreement: AgreementFile,
): readonly string[] {
  if ('told' in event.data) return event.data.told;
  const { coordinator } = agreement.region;
  const cities = Object.keys(after.cities);
  const above = () => {
    const hierarchy = new Hierarchy(agreement.jurisdictions);
    return cities.flatMap((city) => hierarchy.superiorsOf(city));
  };
  const whom = WHOM[event.type];
  const concerned = {
    nobody: [],
    coordinator: [],
    asked: [...(before?.round?.asked ?? []), ...(after.round?.asked ?? [])],
    cities,
    everybody: [...cities, ...(whom === 'everybody' ? above() : [])],
  }[whom];
  if (whom === 'nobody') return [];
  const actor = 'jurisdiction' in event.data.by ? event.data.by.jurisdiction : undefined;
  // Who acts knows it; who owes something because of it is told as everybody who does.
  return [...(coordinator === undefined ? [] : [coordinator]), ...concerned].filter((one) => one !== actor);
}

type Whom = 'nobody' | 'coordinator' | 'asked' | 'cities' | 'everybody';

/** The coordinator hears of all of them but `nobody`'s; `everybody`: the cities of the warning and all above them. */
const WHOM: Readonly<Record<WarningEvent['type'], Whom>> = {
  'warning.proposed': 'coordinator',
  'warning.consultation_opened': 'asked',
  'warning.position_taken': 'coordinator',
  'warning.silence_noted': 'asked',
  'warning.consulted': 'asked',
  'warning.withdrawn': 'asked',
  'warning.issued': 'everybody',
  'warning.notice_issued': 'everybody',
  'warning.lifted': 'everybody',
  'warning.air_told': 'nobody',
  'warning.corrected': 'asked',
  'warning.received': 'coordinator',
  'warning.own_issued': 'coordinator',
  'warning.response_started': 'coordinator',
  'warning.measures_reported': 'coordinator',
  'warning.day_reported': 'coordinator',
  'warning.own_lifted': 'coordinator',
  'warning.stopped': 'coordinator',
  'warning.summary_submitted': 'coordinator',
  'warning.reviewed': 'everybody',
  'warning.overdue': 'cities',
  'warning.clock_paused': 'coordinator',
  'warning.clock_resumed': 'coordinator',
};
