import type { AlertView } from '../../api/contract.ts';
import { search } from '../query/search.ts';
import { subjectText } from '../query/subject.ts';
import { cityName, regionName, stationById } from '../state/region.ts';
import { language, words } from '../words/language.ts';

/** Where an alert happened, in words, and the page that shows it. */
export function alertPlace({ subject }: AlertView): { name: string; href: string } {
  switch (subject.kind) {
    case 'station': {
      const station = stationById.value.get(subject.id);
      const city = station === undefined ? '' : cityName(station.city);
      const name = station?.name ?? subject.id;
      return {
        name: city === '' || name.startsWith(city) ? name : `${city} ${name}`,
        href: `/stations/${encodeURIComponent(subject.id)}`,
      };
    }
    case 'city':
      return {
        name: cityName(subject.id),
        href: `/${search({ chart: subjectText({ kind: 'city', id: subject.id }), city: subject.id })}`,
      };
    case 'pair': {
      const [from = '', to = ''] = subject.id.split('>');
      const href = `/${search({ chart: subjectText({ kind: 'city', id: to }), city: to })}`;
      return { name: `${cityName(from)} → ${cityName(to)}`, href };
    }
    case 'region':
      return { name: regionName.value?.[language.value] ?? words.value.alerts.region, href: '/' };
  }
}
