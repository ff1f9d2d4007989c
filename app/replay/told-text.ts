import type { Told } from './audience.ts';

const MOST = 4;

/** Whom it would have told, for people. Posts are counted: who holds one stands in the configuration. */
export function toldText({ notices, posts, byRole, byJurisdiction }: Told): string {
  if (notices === 0) return 'nobody would have been told 无人会被通知';
  const list = (counts: Readonly<Record<string, number>>) => {
    const entries = Object.entries(counts);
    const more = entries.length > MOST ? ', …' : '';
    return (
      entries
        .slice(0, MOST)
        .map(([name, count]) => `${name} ${count}`)
        .join(', ') + more
    );
  };
  return (
    `${notices} notices to ${posts} posts that confirm receipt 向 ${posts} 个确认岗位发出 ${notices} 条通知 ` +
    `(${list(byRole)}; ${list(byJurisdiction)})`
  );
}
