import type { Text } from '../rule/text.ts';
import type { MessageStatus } from './public-warning.ts';

/** What stands before every text of a message that is not real; nothing for a real one. */
export const STATUS_MARKS: Readonly<Record<MessageStatus, Text | null>> = {
  Actual: null,
  Exercise: { zh: '【演练】', en: 'EXERCISE: ' },
  Test: { zh: '【测试】', en: 'TEST: ' },
  Draft: { zh: '【建议稿，未发布】', en: 'DRAFT, NOT ISSUED: ' },
};

/** CAP 1.2, 3.2.1 `note`: says what a message that is not real is for. */
export const STATUS_NOTES: Readonly<Record<MessageStatus, Text | null>> = {
  Actual: null,
  Exercise: { zh: '演练消息，不是真实预警，不得向公众发布。', en: 'EXERCISE. Not a real warning; not for the public.' },
  Test: { zh: '技术测试消息，请忽略。', en: 'TEST of the technical means. Please disregard.' },
  Draft: { zh: '系统建议，尚未由有权机关发布。', en: 'DRAFT. A recommendation that no authority has issued.' },
};

/** The text with the mark of its status before it, once, however often it is marked. */
export function markedText(status: MessageStatus, text: string, language: keyof Text): string {
  const mark = STATUS_MARKS[status]?.[language] ?? '';
  return text.startsWith(mark) ? text : `${mark}${text}`;
}
