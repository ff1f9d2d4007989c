import { csvLine } from '../csv/csv-line.ts';
import { STATIONS } from './cluster-map.ts';

/** The stations CSV of the invented cluster, kept as `config/demo/stations.csv`. */
export function demoStationsCsv(): string {
  const header = ['station', 'name', 'name_en', 'city', 'lon', 'lat', 'background', 'operator', 'period_label'];
  const rows = STATIONS.map((station) => [
    station.id,
    station.name,
    station.nameEn,
    station.city,
    station.lon.toFixed(4),
    station.lat.toFixed(4),
    station.background ? '1' : '0',
    station.operator,
    station.periodLabel,
  ]);
  return [header, ...rows].map((cells) => `${csvLine(cells)}\n`).join('');
}
