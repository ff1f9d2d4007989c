import type { Text } from '../rule/text.ts';
import type { CapFault } from './cap-fault.ts';
import type { MessageKey, PublicWarning } from './public-warning.ts';

/** What is wrong with the chain of messages. A drill that cancels a real warning would be believed by receivers. */
export function referenceFaults({ key, type, references }: PublicWarning): CapFault[] {
  const faults: CapFault[] = [];
  const refuse = (path: string, reason: Text) => faults.push({ rule: 'CAP-8', path, reason });
  if (type === 'Alert' && references.length > 0) {
    refuse('references', { zh: '首次发布不得引用先前消息', en: 'a first issue refers to no earlier message' });
  }
  if (type !== 'Alert' && references.length === 0) {
    refuse('references', {
      zh: '更新或解除须引用先前消息',
      en: 'an update or cancel refers to the messages it replaces',
    });
  }
  references.forEach((one, n) => {
    const path = `references.${n}`;
    if (one.status !== key.status) {
      refuse(path, {
        zh: '真实消息与演练、测试消息不得互相引用',
        en: 'is of another status: real and drill never refer to each other',
      });
    }
    if (one.sentAt > key.sentAt) refuse(path, { zh: '晚于本消息', en: 'was sent after this message' });
    if (isSame(one, key)) refuse(path, { zh: '引用了自身', en: 'is this message itself' });
    if (references.slice(0, n).some((other) => isSame(one, other))) {
      refuse(path, { zh: '重复引用', en: 'is referred to twice' });
    }
  });
  return faults;
}

function isSame(one: MessageKey, other: MessageKey): boolean {
  return one.identifier === other.identifier && one.sender === other.sender;
}
