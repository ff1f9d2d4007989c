import { isAlertEvent } from '../../domain/alert/alert.ts';
import type { LiveMessage } from '../contract.ts';
import type { AlertRecord, AlertSource } from '../deps.ts';
import type { GradeRecord, LedgerEntry, ProtocolPort } from '../protocol/protocol-port.ts';
import { alertEventMessage } from '../views/alert-view.ts';
import { gradeView } from '../views/grade-view.ts';
import { ledgerEntryView } from '../views/ledger-view.ts';

/** One message of the event lane. `protocol`: of a warning or a case, for who may read those. */
export interface LiveRecord {
  readonly seq: number;
  readonly message: LiveMessage;
  readonly protocol: boolean;
}

/** Streams of warnings, cases, and of who has read a notice of them. */
const OF_PROTOCOLS = ['warning/', 'case/', 'notices/'];

/** What the event lane tells, in the order of the ledger. */
export interface EventSource {
  /** Records with a greater `seq`; `through`: up to where all is in them, `seq` again when there are no more (yet). */
  after(seq: number, limit: number): Promise<{ readonly records: readonly LiveRecord[]; readonly through: number }>;
  /** Newest sequence of the ledger. */
  lastSeq(): Promise<number>;
}

/** Alerts alone, where no protocols run. */
export function alertEvents(alerts: Pick<AlertSource, 'bySeq' | 'lastSeq'>): EventSource {
  return {
    async after(seq, limit) {
      const found = await alerts.bySeq(seq, limit);
      return { records: found.map(alertRecord), through: found.at(-1)?.seq ?? seq };
    },
    lastSeq: async () => alerts.lastSeq(),
  };
}

/**
 * Everything, read from the ledger itself: several parts of the program append to it, and only there is the order of all (PRO-12). An alert
 * or a grade is told as it stands, with the newest of its events.
 */
export function ledgerEvents(
  { ledger, grades }: Pick<ProtocolPort, 'ledger' | 'grades'>,
  alerts: Pick<AlertSource, 'get'>,
): EventSource {
  async function recordOf(entry: LedgerEntry): Promise<LiveRecord | 'later' | undefined> {
    const { type, stream, seq } = entry;
    if (OF_PROTOCOLS.some((prefix) => stream.startsWith(prefix))) {
      const message = { lane: 'event', type: 'entry', seq, event: type, data: ledgerEntryView(entry) } as const;
      return { seq, message, protocol: true };
    }
    if (isAlertEvent(entry)) return standing(await alerts.get(String(entry.data['alert'])), seq, alertRecord);
    if (type !== 'grade.changed' && type !== 'grade.notice') return undefined;
    const { kind, id } = entry.data['subject'] as GradeRecord['subject'];
    const grade = grades().find(({ subject }) => subject.kind === kind && subject.id === id);
    return standing(grade, seq, (record) => gradeRecord(record, type));
  }

  return {
    async after(seq, limit) {
      const records: LiveRecord[] = [];
      let through = seq;
      for (const entry of await ledger.read({ after: seq, limit })) {
        const record = await recordOf(entry);
        // Whoever recorded it tells of it in a moment, and then we are woken again.
        if (record === 'later') break;
        if (record !== undefined) records.push(record);
        through = entry.seq;
      }
      return { records, through };
    },
    lastSeq: () => ledger.lastSeq(),
  };
}

/** `later`: the board does not know the event yet; nothing: a newer event of the same follows. */
function standing<Known extends { readonly seq: number }>(
  known: Known | undefined,
  seq: number,
  told: (known: Known) => LiveRecord,
): LiveRecord | 'later' | undefined {
  if (known === undefined || known.seq < seq) return 'later';
  return known.seq > seq ? undefined : told(known);
}

function alertRecord(alert: AlertRecord): LiveRecord {
  return { seq: alert.seq, message: alertEventMessage(alert), protocol: false };
}

function gradeRecord(grade: GradeRecord, event: string): LiveRecord {
  const { seq } = grade;
  return { seq, message: { lane: 'event', type: 'grade', seq, event, data: gradeView(grade) }, protocol: false };
}
