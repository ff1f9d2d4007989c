import type { Text } from '../rule/text.ts';

/** Colours of a heavy-pollution warning, lowest first. Emergency Response Law 2024 art. 63 numbers them IV (blue) to I (red). */
export const GRADES = ['none', 'blue', 'yellow', 'orange', 'red'] as const;
export type Grade = (typeof GRADES)[number];

export const GRADE_NAMES: Readonly<Record<Grade, Text>> = {
  none: { zh: '无预警', en: 'no warning' },
  blue: { zh: '蓝色预警（Ⅳ级）', en: 'blue warning (IV)' },
  yellow: { zh: '黄色预警（Ⅲ级）', en: 'yellow warning (III)' },
  orange: { zh: '橙色预警（Ⅱ级）', en: 'orange warning (II)' },
  red: { zh: '红色预警（Ⅰ级）', en: 'red warning (I)' },
};

/** 0 for none to 4 for red. */
export function rankOf(grade: Grade): number {
  return GRADES.indexOf(grade);
}

export function isAtLeast(grade: Grade, limit: Grade): boolean {
  return rankOf(grade) >= rankOf(limit);
}

export function higherGrade(one: Grade, other: Grade): Grade {
  return isAtLeast(one, other) ? one : other;
}
