import { CASE_DUTY_NAME } from '../../domain/enforcement/case-duty.ts';
import { GRADE_NAMES, type Grade } from '../../domain/grade/grade.ts';
import { formatIso } from '../../domain/time.ts';
import type { LedgerEvent } from '../../store/ledger.ts';

type Data = LedgerEvent['data'];

/** Of the program's own book-keeping: when things fall due stands in the events that say so. */
const INTERNAL = new Set(['clocks', 'key', 'command', 'told', 'tell']);
/** What every reader looks for stands first, as in the other events of a replay. */
const LEADING = ['grade', 'reason'];

/** A protocol's event as one JSON object: a city's step is of that city, all else in a warning of the region, a case of itself. */
export function protocolJson(event: LedgerEvent, region: string): string {
  const { type, at, data } = event;
  const line: Record<string, unknown> = { at: formatIso(at), type, subject: subjectOf(data, region) };
  for (const name of LEADING) if (name in data) line[name] = data[name];
  for (const [name, value] of Object.entries(data)) if (!INTERNAL.has(name)) line[name] ??= value;
  return JSON.stringify(line);
}

/** One line for people, columns as in the other events. */
export function protocolText(event: LedgerEvent, region: string): string {
  const { type, at, data } = event;
  const { kind, id } = subjectOf(data, region);
  const about = data['warning'] ?? data['case'];
  return `${formatIso(at)}  ${type.padEnd(15)}  ${`${kind} ${id}`.padEnd(28)}  ${about}  ${said(data)}`.trimEnd();
}

function subjectOf(data: Data, region: string): { readonly kind: string; readonly id: string } {
  if (data['case'] !== undefined) return { kind: 'case', id: text(data['case']) };
  const city = data['city'] ?? data['member'];
  return city === undefined ? { kind: 'region', id: region } : { kind: 'city', id: text(city) };
}

function said(data: Data): string {
  const { grade, duty, step, to } = data as Readonly<Record<string, unknown>>;
  if (typeof duty === 'string') {
    const owes = text(data['jurisdiction'] ?? data['owedBy']);
    const name = duty in CASE_DUTY_NAME ? CASE_DUTY_NAME[duty as keyof typeof CASE_DUTY_NAME].zh : duty;
    return `${owes} 逾期 overdue: ${name}${name === duty ? '' : ` ${duty}`} → ${to ?? '–'} (${text(step)})`;
  }
  const parts = [data['change'], data['position'] ?? data['meaning'], data['day'], data['result']];
  if (typeof grade === 'string' && grade in GRADE_NAMES) parts.unshift(`${GRADE_NAMES[grade as Grade].zh} ${grade}`);
  return parts
    .filter((part) => part !== undefined && part !== null)
    .map(text)
    .join('  ');
}

function text(value: unknown): string {
  return String(value ?? '');
}
