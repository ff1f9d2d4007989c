import { formatIso } from '../../domain/time.ts';
import type { NoticeView } from '../parties-contract.ts';
import type { NoticeRecord } from '../protocol/protocol-port.ts';

export function noticeView(notice: NoticeRecord): NoticeView {
  const { id, jurisdiction, event, subject, seq, at, message, dueAt, state, exercise } = notice;
  return {
    id,
    jurisdiction,
    event,
    subject: { kind: subject.kind, id: subject.id },
    seq,
    at: formatIso(at),
    message: { zh: message.zh, en: message.en },
    dueAt: dueAt === null ? null : formatIso(dueAt),
    state,
    exercise,
  };
}
