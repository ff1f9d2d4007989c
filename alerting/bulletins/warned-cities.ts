import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import type { WarnedCity } from '../../domain/cap/public-warning.ts';
import type { BulletinTerms } from './bulletin-terms.ts';

/** The cities by their ids, in this order; one that the agreement does not know goes by its id. */
export function warnedCities(
  ids: readonly string[],
  { jurisdictions }: Pick<AgreementFile, 'jurisdictions'>,
  { bordersOf }: Pick<BulletinTerms, 'bordersOf'>,
): WarnedCity[] {
  return ids.map((id) => {
    const city = jurisdictions.find((one) => one.id === id);
    const polygons = bordersOf?.(id) ?? [];
    return {
      name: city?.name ?? { zh: id, en: id },
      ...(city?.code === undefined ? {} : { code: city.code }),
      ...(polygons.length === 0 ? {} : { polygons }),
    };
  });
}
