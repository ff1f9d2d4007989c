import { GRADE_NAMES, type Grade } from '../../../domain/grade/grade.ts';

/** Why the region has its grade (`RegionalReason`), for people. */
const WHY: Readonly<Record<string, string>> = {
  at_least: '达到城市数',
  contiguous: '相邻城市成片',
  share: '达到城市比例',
};
const KIND = { ozone: '臭氧', dust: '沙尘' } as const;

/** What the engine gives as its reason: Chinese first, then English, as it stands in the record. */
export const engineReason = {
  /** `why`: reasons of the regional rule joined by `+`; may be empty. */
  grade(grade: Grade, why: string): string {
    const because = why
      .split('+')
      .flatMap((code) => WHY[code] ?? [])
      .join('、');
    const name = GRADE_NAMES[grade];
    const zh = grade === 'none' ? '区域未达到预警级别' : `区域达到${name.zh}条件`;
    return `${zh}${because === '' ? '' : `（${because}）`} regional grade ${grade}${why === '' ? '' : `: ${why}`}`;
  },
  corrected(highest: Grade): string {
    return `迟到数据：此后区域最高为${GRADE_NAMES[highest].zh} late data: the highest regional grade since then was ${highest}`;
  },
  holds(grade: Grade): string {
    return `区域目前为${GRADE_NAMES[grade].zh} regional grade ${grade} holds`;
  },
  notice(kind: 'ozone' | 'dust', cities: readonly string[]): string {
    const named = cities.join(', ');
    return `${named} ${KIND[kind]}重污染 heavy ${kind} in ${named}`;
  },
  noticeOver(kind: 'ozone' | 'dust'): string {
    return `已无城市${KIND[kind]}重污染 no city has heavy ${kind} any more`;
  },
};
