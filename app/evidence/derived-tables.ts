import { PARAMETERS, POLLUTANTS } from '../../domain/air/parameter.ts';
import { effectiveVerdict } from '../../domain/air/quality/effective-verdict.ts';
import type { QualityLimits } from '../../domain/air/quality/quality-limits.ts';
import { verdictText } from '../../domain/air/quality/verdict-text.ts';
import { formatIso } from '../../domain/time.ts';
import type { By } from '../../domain/warning/actor.ts';
import type { LedgerEvent } from '../../store/ledger.ts';
import { csvLine } from '../csv/csv-line.ts';
import type { CityWind } from './city-winds.ts';
import type { Controlled } from './judge-quality.ts';
import type { Rerun } from './rerun.ts';

function csv(header: string, rows: readonly (readonly string[])[]): string {
  return `${[header, ...rows.map(csvLine)].join('\n')}\n`;
}

/** Every event of the object: when it was decided and recorded, by whom, under which version of the agreement. */
export function timelineCsv(own: readonly LedgerEvent[]): string {
  const rows = own.map(({ seq, version, type, at, recordedAt, data }) => {
    const by = data['by'] as By;
    const [who, role, jurisdiction] =
      'machine' in by ? [by.machine, 'machine', ''] : [by.person, by.role, by.jurisdiction];
    const agreement = String(data['agreement'] ?? '');
    const reason = typeof data['reason'] === 'string' ? data['reason'] : '';
    return [
      String(seq),
      String(version),
      formatIso(at),
      formatIso(recordedAt),
      type,
      who,
      role,
      jurisdiction,
      agreement,
      reason,
    ];
  });
  return csv('seq,version,at,recorded_at,type,who,role,jurisdiction,agreement,reason', rows);
}

/** Every value against which something is said, with what was used in its place; an empty `used`: it was kept out. */
export function flaggedCsv(controlled: readonly Controlled[], limits: QualityLimits): string {
  const rows: string[][] = [];
  for (const { reading, usable, verdicts, overrules } of controlled) {
    if (reading === usable && verdicts.length === 0) continue;
    const { station, at, periodS } = reading;
    for (const parameter of PARAMETERS) {
      const sent = reading.values[parameter];
      if (sent === undefined) continue;
      const used = usable.values[parameter];
      const said = verdicts.filter((one) => one.parameter === parameter);
      const decided = overrules.filter((one) => one.parameter === parameter);
      if (used === sent && said.length === 0 && decided.length === 0) continue;
      const { quality } = effectiveVerdict(limits, { ...reading, parameter, value: sent, verdicts, overrules });
      rows.push([
        ...[
          formatIso(at),
          String(periodS),
          station,
          parameter,
          String(sent),
          used === undefined ? '' : String(used),
          quality,
        ],
        said.map(({ test, severity }) => `${test} ${severity}`).join(';'),
        said.map((one) => verdictText(one, 'zh')).join('；'),
        said.map((one) => verdictText(one, 'en')).join('; '),
        decided
          .map(({ decision, by, decidedAt, reason }) => `${decision} ${by} ${formatIso(decidedAt)} ${reason}`)
          .join('; '),
      ]);
    }
  }
  return csv('at,period,station,parameter,sent,used,quality,tests,reason_zh,reason_en,decisions', rows);
}

/** City means and hourly indices as the engine made them again. */
export function cityHoursCsv({ cityHours }: Rerun): string {
  const rows = cityHours.map(({ at, city, concentrations, index, stations }) => [
    ...[formatIso(at), city, String(stations.valid), String(stations.total)],
    ...POLLUTANTS.map((pollutant) => number(concentrations[pollutant])),
    ...[number(index.aqi), index.primary.join('+')],
  ]);
  return csv(`at,city,stations_valid,stations_total,${POLLUTANTS.join(',')},aqi,primary`, rows);
}

export function windCsv(winds: readonly CityWind[]): string {
  const rows = winds.map(({ at, city, speed, from, stations }) => [
    ...[formatIso(at), city, speed.toFixed(2), from === null ? '' : from.toFixed(0), String(stations)],
  ]);
  return csv('at,city,speed_m_s,from_degrees,stations', rows);
}

function number(value: unknown): string {
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : '';
}

/** How each rule judged its subject, hour by hour, and what was told of grades: JSON, one object a line. */
export function rulesTrace({ trace }: Rerun): string {
  return lines(
    [...trace].flatMap(([key, hours]) => {
      const [rule, subject] = key.split(' ');
      return hours.map(({ at, watching, open, judgement }) => ({
        at: formatIso(at),
        rule,
        subject,
        watching,
        open,
        judgement,
      }));
    }),
  );
}

export function gradesTrace({ grades }: Rerun): string {
  return lines(
    grades
      .filter(({ type }) => type !== 'grade.noted')
      .map(({ type, at, data }) => ({ at: formatIso(at), type, ...data })),
  );
}

export function lines(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}
