import { isParameter, type Pollutant, UNITS } from '../domain/air/parameter.ts';
import { PARAMETER_NAMES } from '../domain/air/parameter-name.ts';
import type { Judgement } from '../domain/rule/judgement.ts';
import type { Rule } from '../domain/rule/rule.ts';
import type { Text } from '../domain/rule/text.ts';
import { figureOf } from './evaluation/lead.ts';

/** The message of an alert in both languages: the rule's templates with their placeholders filled in. */
export function alertMessage(
  rule: Pick<Rule, 'message' | 'for_hours'>,
  facts: { readonly lead: Judgement; readonly name: Text; readonly nameOf: (id: string) => Text },
): Text {
  const { lead } = facts;
  const figure = figureOf(lead);
  const fill = (language: 'zh' | 'en') => {
    const named = (id: unknown) => (typeof id === 'string' ? facts.nameOf(id)[language] : '?');
    const members = lead.facts?.['members'];
    const values: Readonly<Record<string, string>> = {
      subject: facts.name[language],
      quantity: quantityName(figure, language),
      value: withUnit(lead.value, figure),
      limit: withUnit(lead.limit, figure),
      // A rule about silence is told by how long the silence may last.
      hours: String(lead.kind === 'absent' ? (lead.limit ?? rule.for_hours) : rule.for_hours),
      members: Array.isArray(members) ? members.map(named).join(language === 'zh' ? '、' : ', ') : '?',
      neighbour: named(lead.facts?.['neighbour']),
    };
    return rule.message[language].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  };
  return { zh: fill('zh'), en: fill('en') };
}

const COUNTED: Readonly<Record<string, Text>> = {
  aqi: { zh: 'AQI', en: 'AQI' },
  members: { zh: '成员数', en: 'members' },
  hours_absent: { zh: '无数据小时数', en: 'hours without data' },
};

function quantityName(quantity: string, language: 'zh' | 'en'): string {
  if (isParameter(quantity)) return PARAMETER_NAMES[quantity][language];
  if (quantity.startsWith('iaqi.')) return `${PARAMETER_NAMES[quantity.slice(5) as Pollutant][language]} IAQI`;
  return COUNTED[quantity]?.[language] ?? quantity;
}

function withUnit(value: number | undefined, quantity: string): string {
  if (value === undefined) return '?';
  const rounded = Number(value.toFixed(2));
  return isParameter(quantity) ? `${rounded} ${UNITS[quantity]}` : String(rounded);
}
