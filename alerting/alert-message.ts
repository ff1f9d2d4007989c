import { isParameter, UNITS } from '../domain/air/parameter.ts';
import type { Quantity, Rule, Text } from '../domain/rule/rule.ts';

const ZH: Readonly<Record<string, string>> = {
  aqi: 'AQI',
  pm25: 'PM₂.₅',
  pm10: 'PM₁₀',
  so2: 'SO₂',
  no2: 'NO₂',
  co: 'CO',
  o3: 'O₃',
  wind_speed: '风速',
  wind_dir: '风向',
  temp: '气温',
  dew_point: '露点',
  rh: '湿度',
  pressure: '气压',
  rain: '降水',
};

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
  const [head, pollutant] = quantity.split('.');
  if (head === 'iaqi' && pollutant !== undefined) return `${ZH[pollutant]} IAQI`;
  if (language === 'zh') return ZH[quantity] ?? quantity;
  return /[₀-₉]|^(AQI|CO)$/.test(ZH[quantity] ?? '') ? (ZH[quantity] ?? quantity) : quantity.replace('_', ' ');
}

function withUnit(value: number, quantity: Quantity): string {
  const rounded = Number(value.toFixed(2));
  return isParameter(quantity) ? `${rounded} ${UNITS[quantity]}` : String(rounded);
}
