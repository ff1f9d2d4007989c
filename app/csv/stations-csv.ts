import { PARAMETERS, type Parameter } from '../../domain/air/parameter.ts';
import type { Station } from '../../domain/air/station.ts';
import { type CsvHeader, csvHeader } from './csv-header.ts';
import { type CsvProblem, CsvRefused } from './csv-problem.ts';
import { type CsvRecord, CsvRecordSplitter } from './csv-record-splitter.ts';
import { CsvTextError, csvText } from './csv-text.ts';

const REQUIRED = ['station', 'name', 'city', 'lon', 'lat'];
/** Each pair is one fact under two names that are in use. */
const OPTIONAL = [
  ...['name_en', 'background', 'background_site', 'operator', 'agency', 'period_label', 'pm_method'],
  ...PARAMETERS.map((parameter) => `full_scale_${parameter}`),
];
const PM_METHODS = ['beta', 'teom', 'gravimetric', 'light_scattering'];
const YES = new Set(['1', 'true', 'yes', '是']);
const NO = new Set(['', '0', 'false', 'no', '否']);

/**
 * Reads the stations CSV. Throws `CsvRefused` with every problem of the file at once; columns it does not know are left
 * out.
 */
export async function readStationsCsv(path: string): Promise<Station[]> {
  let text = '';
  try {
    for await (const piece of csvText(path)) text += piece;
  } catch (error) {
    if (!(error instanceof CsvTextError)) throw error;
    throw new CsvRefused(path, [{ line: 0, message: error.message, remedy: error.remedy }]);
  }
  return parseStationsCsv(text, path);
}

/** As `readStationsCsv`, for text at hand; `name` is what the error calls it. */
export function parseStationsCsv(text: string, name = 'the stations CSV'): Station[] {
  const problems: CsvProblem[] = [];
  const splitter = new CsvRecordSplitter((problem) => problems.push(problem));
  const [first, ...records] = [...splitter.push(text), ...splitter.end()];
  if (first === undefined) {
    const remedy = `its first line must be a header with ${REQUIRED.join(',')}`;
    throw new CsvRefused(name, [{ line: 1, message: 'the file is empty', remedy }]);
  }
  const header = csvHeader({ ...first, required: REQUIRED, optional: OPTIONAL });
  if (header.problems.length > 0) throw new CsvRefused(name, header.problems);
  const lineOf = new Map<string, number>();
  const stations = records.flatMap((record) => stationOf(header, record, lineOf, problems) ?? []);
  if (records.length === 0 && problems.length === 0) {
    problems.push({
      line: first.line,
      message: 'there is no station after the header',
      remedy: 'add one line a station',
    });
  }
  if (problems.length > 0)
    throw new CsvRefused(
      name,
      problems.toSorted((a, b) => a.line - b.line),
    );
  return stations;
}

function stationOf(
  header: CsvHeader,
  record: CsvRecord,
  lineOf: Map<string, number>,
  problems: CsvProblem[],
): Station | undefined {
  const { line, fields } = record;
  const problem = (column: string, message: string, remedy: string) => problems.push({ line, column, message, remedy });
  if (fields.length !== header.width) {
    const message = `${fields.length} fields where the header has ${header.width}`;
    problems.push({ line, message, remedy: 'a name with a comma needs quotes around it' });
    return undefined;
  }
  const field = (...names: string[]): string => {
    const index = names.map((name) => header.column(name)).find((at) => at !== undefined);
    return index === undefined ? '' : (fields[index] ?? '').trim();
  };
  const topicLevel = (column: string): string => {
    const text = field(column);
    if (text === '')
      problem(column, 'it is empty', `every station needs a ${column === 'city' ? 'city' : 'unique id'}`);
    else if (/[/+#\0]/.test(text)) problem(column, `"${text}" is a level of the MQTT topic`, 'write it without / + #');
    return text;
  };
  const degrees = (column: 'lon' | 'lat', limit: number): number => {
    const text = field(column);
    const value = text === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value) && Math.abs(value) <= limit) return value;
    const swapped = column === 'lat' && Math.abs(value) <= 180 ? '; are lon and lat swapped?' : '';
    problem(column, `"${text}" is not between -${limit} and ${limit}`, `write decimal degrees${swapped}`);
    return Number.NaN;
  };
  const id = topicLevel('station');
  const earlier = lineOf.get(id);
  if (earlier !== undefined)
    problem('station', `"${id}" is already on line ${earlier}`, 'give each station its own id');
  else if (id !== '') lineOf.set(id, line);
  const background = field('background', 'background_site').toLowerCase();
  if (!YES.has(background) && !NO.has(background)) {
    problem(
      'background',
      `"${background}" is neither yes nor no`,
      'write 1 for a background (control) station, else 0',
    );
  }
  const label = field('period_label').toLowerCase();
  if (label !== '' && label !== 'start' && label !== 'end') {
    problem('period_label', `"${label}" is neither start nor end`, 'say which end of the period the station stamps');
  }
  const operator = field('operator', 'agency');
  const method = field('pm_method').toLowerCase();
  if (method !== '' && !PM_METHODS.includes(method)) {
    problem(
      'pm_method',
      `"${method}" is none of ${PM_METHODS.join(', ')}`,
      'say how PM is measured, or leave it empty',
    );
  }
  const fullScale: Partial<Record<Parameter, number>> = {};
  for (const parameter of PARAMETERS) {
    const text = field(`full_scale_${parameter}`);
    if (text === '') continue;
    if (Number(text) > 0) fullScale[parameter] = Number(text);
    else problem(`full_scale_${parameter}`, `"${text}" is no number above 0`, 'write the upper end of the range');
  }
  return {
    id,
    name: field('name') === '' ? id : field('name'),
    ...(field('name_en') === '' ? {} : { nameEn: field('name_en') }),
    city: topicLevel('city'),
    lon: degrees('lon', 180),
    lat: degrees('lat', 90),
    background: YES.has(background),
    ...(operator === '' ? {} : { operator }),
    periodLabel: label === 'start' ? 'start' : 'end',
    ...(method === 'light_scattering' ? { opticalPm: true } : {}),
    ...(Object.keys(fullScale).length === 0 ? {} : { fullScale }),
  };
}
