import { warningStream } from '../../domain/warning/warning-event.ts';

/** What a package is about. */
export interface EvidenceObject {
  readonly kind: 'warning' | 'case';
  readonly id: string;
}

/** By its id: `W-2026-001` and the drill `X-2026-001` are warnings, `C-2026-001` and `XC-2026-001` cases. Undefined: neither. */
export function evidenceObject(id: string): EvidenceObject | undefined {
  if (/^X?C-\d{4}-\d{3,}$/.test(id)) return { kind: 'case', id };
  return /^[WX]-\d{4}-\d{3,}$/.test(id) ? { kind: 'warning', id } : undefined;
}

/** Its stream in the ledger. */
export function streamOf({ kind, id }: EvidenceObject): string {
  return kind === 'warning' ? warningStream(id) : `case/${id}`;
}
