import { type AgreementFault, fault, warning } from '../agreement-fault.ts';
import type { AgreementParts } from '../agreement-parts.ts';

/** Every station is in a member city (AGR-3); a city without a station cannot be watched, which is said but allowed (AGR-11). */
export function* stationFaults({ jurisdictions, stations }: AgreementParts): Iterable<AgreementFault> {
  if (jurisdictions === undefined || stations === undefined) return;
  const watched = new Set(stations.map(({ city }) => city));
  const members = new Set<string>();
  for (const [index, one] of jurisdictions.entries()) {
    if (one.level !== 'city') continue;
    members.add(one.id);
    if (!watched.has(one.id)) {
      yield warning(
        'AGR-11',
        ['jurisdictions', index, 'id'],
        `no station is in city "${one.id}"`,
        `城市“${one.id}”没有站点`,
      );
    }
  }
  for (const city of watched) {
    if (members.has(city)) continue;
    yield fault(
      'AGR-3',
      ['jurisdictions'],
      `city "${city}" of the stations file is no member`,
      `站点表中的城市“${city}”不是成员`,
    );
  }
}
