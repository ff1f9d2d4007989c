import { utcOffsetMs } from '../../domain/agreement/utc-offset.ts';
import { HourGrid } from '../../domain/air/hour-grid.ts';
import { formatIso } from '../../domain/time.ts';
import type { LedgerEvent } from '../../store/ledger.ts';
import { csvLine } from '../csv/csv-line.ts';
import { cityWinds } from './city-winds.ts';
import type { Contents } from './contents.ts';
import { cityHoursCsv, flaggedCsv, gradesTrace, rulesTrace, timelineCsv, windCsv } from './derived-tables.ts';
import { streamOf } from './evidence-object.ts';
import { foldObject } from './fold-object.ts';
import { positionsTaken } from './positions-taken.ts';
import { READ_ME } from './read-me.ts';
import { evidencePage } from './report/evidence-page.ts';
import type { Rerun } from './rerun.ts';

/**
 * The files of a package that follow from its primary ones: the same primary files and the same program give the same bytes, so whoever
 * checks a package makes them again (EVI-14).
 */
export function derivedFiles(contents: Contents, run: Rerun): Map<string, string> {
  const { scope, agreement } = contents;
  const own = ownEntries(contents);
  const state = foldObject(scope, own);
  const grid = new HourGrid({ utcOffsetMs: utcOffsetMs(agreement.region.utc_offset) });
  const winds = cityWinds(
    run.controlled.map(({ usable }) => usable),
    { ...(scope.judged ?? scope.readings), grid },
  );
  const files = new Map([
    ['README.md', READ_ME],
    ['state.json', `${JSON.stringify(state, null, 2)}\n`],
    ['timeline.csv', timelineCsv(own)],
    ['readings/flagged.csv', flaggedCsv(run.controlled, agreement.quality)],
    ['wind.csv', windCsv(winds)],
    ['trace/city-hours.csv', cityHoursCsv(run)],
    ['trace/rules.jsonl', rulesTrace(run)],
    ['trace/grades.jsonl', gradesTrace(run)],
    ['report.html', evidencePage({ contents, own, state, run, winds })],
  ]);
  if (scope.kind === 'warning') files.set('positions.csv', positionsCsv(own));
  else files.set('signatures.csv', signaturesCsv(own));
  return files;
}

/** The entries of the object itself. */
export function ownEntries({ scope, entries }: Pick<Contents, 'scope' | 'entries'>): LedgerEvent[] {
  const stream = streamOf(scope);
  return entries.filter((entry) => entry.stream === stream);
}

function positionsCsv(own: readonly LedgerEvent[]): string {
  const lines = ['seq,round,at,member,position,grade,reason,person,role,jurisdiction'];
  for (const { seq, round, at, member, position, grade = '', reason, by } of positionsTaken(own)) {
    const { person = '', role = '', jurisdiction = '' } = by ?? {};
    lines.push(
      csvLine([String(seq), String(round), formatIso(at), member, position, grade, reason, person, role, jurisdiction]),
    );
  }
  return `${lines.join('\n')}\n`;
}

/** Every freezing of a version and every signature on it. */
function signaturesCsv(own: readonly LedgerEvent[]): string {
  const lines = ['seq,at,event,hash,person,role,jurisdiction'];
  for (const { seq, type, at, data } of own) {
    if (type !== 'case.frozen' && type !== 'case.signed' && data['voids'] === undefined) continue;
    const by = data['by'] as { readonly [name: string]: string };
    const { person = '', role = '', jurisdiction = '' } = by;
    const voided = data['voids'] !== undefined;
    const hash = String(voided ? data['voids'] : data['hash']);
    lines.push(
      csvLine([String(seq), formatIso(at), voided ? `${type} voids` : type, hash, person, role, jurisdiction]),
    );
  }
  return `${lines.join('\n')}\n`;
}
