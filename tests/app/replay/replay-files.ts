import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agreementText } from '../agreement-text.ts';

const message = { zh: '{subject}', en: '{subject}' };
export const ABOVE_150 = {
  id: 'above-150',
  on: 'city',
  when: { kind: 'threshold', quantity: 'pm25', above: 150 },
  priority: 2,
  message,
};

/** Posts that every grade needs; the duty officers are who is told. */
export const ROLES = [
  { id: 'chief', name: { zh: '负责人', en: 'Chief' }, at: ['nation', 'city'], may: allBut('acknowledge') },
  { id: 'duty', name: { zh: '值班', en: 'Duty' }, at: ['nation', 'city'], may: { acknowledge: 'all' } },
];

function allBut(act: string) {
  const acts = ['propose', 'consult', 'sign', 'issue', 'lift', 'acknowledge', 'report'];
  return Object.fromEntries(acts.filter((one) => one !== act).map((one) => [one, 'all']));
}

/** A folder with a file of each content; answers with their paths. */
export function filesOf<Name extends string>(contents: Readonly<Record<Name, string>>): Readonly<Record<Name, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'lianfang-replay-'));
  const entries = Object.entries<string>(contents).map(([name, text]) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return [name, path] as const;
  });
  return Object.fromEntries(entries) as Record<Name, string>;
}

/** Three cities in a row, graded by the set of 2018, a regional grade from two of them on. */
export function gradedAgreement(more: Readonly<Record<string, unknown>> = {}): string {
  return agreementText(['a', 'b', 'c'], {
    region: { coordinator: 'nation' },
    roles: ROLES,
    rules: [ABOVE_150],
    grades: { set: 'cn-2018', regional: { at_least: 2 } },
    ...more,
  });
}

export const STATIONS = ['station,name,city,lon,lat', 'a1,a1,a,116,39', 'b1,b1,b,117,39', 'c1,c1,c,118,39', ''].join(
  '\n',
);

/** Hours from 2017-01-01T01:00+08:00 on: of every station its values of PM2.5, null for a missing one. */
export function hoursCsv(series: Readonly<Record<string, readonly (number | null)[]>>): string {
  const lines = ['ts,station,pm25'];
  const length = Math.max(...Object.values(series).map((values) => values.length));
  for (let hour = 0; hour < length; hour += 1) {
    const ts = new Date(Date.UTC(2017, 0, 1, hour + 1)).toISOString().replace('.000Z', '+08:00');
    for (const [station, values] of Object.entries(series)) lines.push(`${ts},${station},${values[hour] ?? ''}`);
  }
  return `${lines.join('\n')}\n`;
}

/** City-days from 2017-01-01 on; null leaves the row out. */
export function daysCsv(series: Readonly<Record<string, readonly (number | null)[]>>): string {
  const lines = ['date,city,aqi,level'];
  for (const [city, values] of Object.entries(series)) {
    for (const [day, aqi] of values.entries()) {
      if (aqi !== null)
        lines.push(`${new Date(Date.UTC(2017, 0, 1 + day)).toISOString().slice(0, 10)},${city},${aqi},x`);
    }
  }
  return `${lines.join('\n')}\n`;
}
