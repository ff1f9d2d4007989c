import type { Concentrations } from '../../domain/air/concentrations.ts';
import type { Edition } from '../../domain/air/index-standard.ts';
import { POLLUTANTS, type Pollutant } from '../../domain/air/parameter.ts';
import { formatIso } from '../../domain/time.ts';
import type { IndexView } from '../contract.ts';
import type { SubjectIndex } from '../indices/subject-index.ts';

export function indexView(entry: SubjectIndex): IndexView {
  const { index, stations } = entry;
  const iaqi: Partial<Record<Pollutant, number>> = {};
  for (const pollutant of POLLUTANTS) {
    const value = index.iaqi[pollutant];
    if (value !== null) iaqi[pollutant] = value;
  }
  return {
    subject: { kind: entry.kind, id: entry.id },
    at: formatIso(entry.at),
    standard: standardView(index.edition),
    report: entry.report,
    aqi: index.aqi,
    level: index.level,
    primary: [...index.primary],
    iaqi,
    concentrations: concentrationsView(entry.concentrations),
    ...(stations === undefined ? {} : { stations: { ...stations } }),
  };
}

export function standardView(edition: Edition): IndexView['standard'] {
  return `HJ 633-${edition}`;
}

/** Means are shown to a thousandth of their unit; the index is computed from the unshortened ones. */
export function concentrationsView(concentrations: Concentrations): Partial<Record<Pollutant, number>> {
  const view: Partial<Record<Pollutant, number>> = {};
  for (const pollutant of POLLUTANTS) {
    const value = concentrations[pollutant];
    if (value !== undefined) view[pollutant] = Math.round(value * 1000) / 1000;
  }
  return view;
}
