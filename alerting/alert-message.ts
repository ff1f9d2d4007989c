import { isParameter, type Pollutant, UNITS } from '../domain/air/parameter.ts';
import { PARAMETER_NAMES } from '../domain/air/parameter-name.ts';
import type { Quantity, Rule, Text } from '../domain/rule/rule.ts';

/** The message of an alert in both languages: the rule's templates with their placeholders filled in. */
export function alertMessage(rule: Rule, facts: { readonly value: number; readonly name: Text }): Text {
  const fill = (language: 'zh' | 'en') => {
    const values: Readonly<Record<string, string>> = {
      subject: facts.name[language],
      quantity: quantityName(rule.quantity, language),
      value: withUnit(facts.value, rule.quantity),
      limit: withUnit(rule.above, rule.quantity),
      hours: String(rule.for_hours),
    };
    return rule.message[language].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  };
  return { zh: fill('zh'), en: fill('en') };
}

function quantityName(quantity: Quantity, language: 'zh' | 'en'): string {
  if (quantity === 'aqi') return 'AQI';
  if (isParameter(quantity)) return PARAMETER_NAMES[quantity][language];
  return `${PARAMETER_NAMES[quantity.slice('iaqi.'.length) as Pollutant][language]} IAQI`;
}

function withUnit(value: number, quantity: Quantity): string {
  const rounded = Number(value.toFixed(2));
  return isParameter(quantity) ? `${rounded} ${UNITS[quantity]}` : String(rounded);
}
