import type { Grade } from '../grade/grade.ts';
import type { CapFault, CapResult } from './cap-fault.ts';
import { capTime } from './cap-time.ts';
import { certaintyOf, urgencyOf } from './cap-words.ts';
import { BEIJING, cnIdentifier } from './cn-identifier.ts';
import { faultsOf } from './faults-of.ts';
import type { MessageKey, PublicWarning } from './public-warning.ts';
import { markedText, STATUS_NOTES } from './status-mark.ts';
import { writeXml, XML_DECLARATION, type XmlElement } from './xml.ts';

const COLOURS: Readonly<Record<Grade, string>> = {
  red: 'Red',
  orange: 'Orange',
  yellow: 'Yellow',
  blue: 'Blue',
  none: 'Unknown',
};

/**
 * The message for the national early-warning release system (family of GB/T 35965.1-2018 and GB/T 34283-2017): no namespace, Chinese only,
 * colours for severity, Beijing time with a space, lists with commas, empty elements kept. docs/spec/cap.md says what rests on which source.
 */
export function cnAlertXml(warning: PublicWarning): CapResult<string> {
  const faults = [...faultsOf(warning), ...profileFaults(warning)];
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, value: XML_DECLARATION + writeXml(alertElement(warning)) };
}

function alertElement(warning: PublicWarning): XmlElement {
  const { key, audience, references, issuer, cities, expiresAt } = warning;
  const marked = (text: string) => markedText(key.status, text, 'zh');
  const info = {
    language: 'zh-CN',
    eventType: warning.eventType ?? '',
    urgency: urgencyOf(warning),
    severity: COLOURS[warning.grade],
    certainty: certaintyOf(warning),
    effective: capTime(key.sentAt, BEIJING, ' '),
    onset: capTime(warning.onsetAt, BEIJING, ' '),
    expires: expiresAt === undefined ? '' : capTime(expiresAt, BEIJING, ' '),
    senderName: issuer.name.zh,
    headline: marked(warning.headline.zh),
    description: marked(warning.description.zh),
    instruction: warning.instruction === undefined ? '' : marked(warning.instruction.zh),
    web: issuer.web === undefined ? '' : new URL(issuer.web).href,
  };
  const area = {
    areaDesc: cities.map(({ name }) => name.zh).join(','),
    polygon: '',
    circle: '',
    geocode: cities.map(({ code }) => `${code}000000`).join(','),
  };
  return {
    name: 'alert',
    content: [
      ...leaves({
        identifier: cnIdentifier(key) ?? '',
        sender: issuer.name.zh,
        senderCode: key.unitCode ?? '',
        sendTime: capTime(key.sentAt, BEIJING, ' '),
        status: key.status,
        msgType: warning.type,
        scope: audience.scope,
        code: '',
        secClassification: 'None',
        note: STATUS_NOTES[key.status]?.zh ?? '',
        references: references.map((one) => cnIdentifier(one) ?? '').join(','),
      }),
      { name: 'info', content: [...leaves(info), { name: 'area', content: leaves(area) }] },
    ],
  };
}

function leaves(values: Readonly<Record<string, string>>): XmlElement[] {
  return Object.entries(values).map(([name, content]) => ({ name, content }));
}

function profileFaults({ key, references, eventType, cities }: PublicWarning): CapFault[] {
  const faults: CapFault[] = [];
  const refuse = (path: string, zh: string, en: string) => faults.push({ rule: 'CAP-22', path, reason: { zh, en } });
  const check = (one: MessageKey, path: string) => {
    if (!/^\d{14}$/.test(one.unitCode ?? '')) {
      refuse(`${path}.unitCode`, '发布单位代码为 14 位数字', 'the code of the issuing unit is 14 digits');
    }
    if (!/^\d$/.test(String(one.serial))) refuse(`${path}.serial`, '序列号为 0 至 9', 'is 0 to 9');
  };
  check(key, 'key');
  references.forEach((one, n) => {
    check(one, `references.${n}`);
  });
  if (eventType === undefined)
    refuse('eventType', '缺少 GB/T 35561 事件类型编码', 'needs the GB/T 35561 code of the event');
  cities.forEach(({ code, name }, n) => {
    if (code === undefined) refuse(`cities.${n}.code`, '缺少行政区划代码', 'needs the GB/T 2260 code');
    if (name.zh.includes(',')) refuse(`cities.${n}.name.zh`, '不得含逗号', 'must hold no comma: it stands in a list');
  });
  return faults;
}
