import { formatIso } from '../../domain/time.ts';
import type { GradeView } from '../parties-contract.ts';
import type { GradeRecord } from '../protocol/protocol-port.ts';

export function gradeView({ subject, grade, since, reason, notice, details, seq }: GradeRecord): GradeView {
  const { basis, cities } = details ?? {};
  return {
    subject: { kind: subject.kind, id: subject.id },
    grade,
    since: formatIso(since),
    reason,
    ...(basis === undefined ? {} : { basis }),
    notice,
    ...(cities === undefined ? {} : { cities: [...cities] }),
    seq,
  };
}
