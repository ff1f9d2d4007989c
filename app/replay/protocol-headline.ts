import type { ProtocolSummary } from './protocol-summary.ts';

/** How the protocol went, for people. */
export function protocolHeadline({ warnings, timeliness, escalations, cases }: ProtocolSummary): string {
  const sum = (of: 'owed' | 'kept' | 'keptLate' | 'missed') => timeliness.reduce((total, one) => total + one[of], 0);
  const issued = warnings.filter(({ issuedAt }) => issuedAt !== null).length;
  const told = Object.values(escalations).reduce((total, count) => total + count, 0);
  const ofCases = cases.opened === 0 ? '' : `; ${cases.opened} cases 案件`;
  return (
    `${warnings.length} warnings 预警, ${issued} issued 已发布; of ${sum('owed')} duties of the cities 城市责任: ` +
    `${sum('kept')} in time 按时, ${sum('keptLate')} late 迟办, ${sum('missed')} missed 未办; ` +
    `${told} escalations 逐级上报${ofCases}`
  );
}
