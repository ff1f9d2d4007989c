import { capTime } from '../../domain/cap/cap-time.ts';
import { EVENT_NAMES } from '../../domain/cap/cap-words.ts';
import type { PublicWarning } from '../../domain/cap/public-warning.ts';
import { GRADE_NAMES, type Grade } from '../../domain/grade/grade.ts';
import type { Text } from '../../domain/rule/text.ts';
import type { Issue } from '../../domain/warning/warning.ts';

export type Step = Issue['change'] | 'lifted';

/** What the words of a document are made of. Instants are epoch ms. */
export interface Told {
  readonly step: Step;
  readonly event: PublicWarning['event'];
  readonly grade: Grade;
  readonly issuer: Text;
  readonly cities: readonly Text[];
  readonly window?: Issue['window'];
  readonly responseAt?: number;
  readonly basis?: Issue['basis'];
  readonly reason?: string;
  readonly utcOffset: string;
}

const STEPS: Readonly<Record<Step, Text>> = {
  start: { zh: '发布', en: 'issued' },
  up: { zh: '升级发布', en: 'stepped up' },
  down: { zh: '降级发布', en: 'stepped down' },
  more_cities: { zh: '扩大范围发布', en: 'extended to more cities' },
  relapse: { zh: '再次发布', en: 'issued again' },
  lifted: { zh: '解除', en: 'lifted' },
};
const BASES: Readonly<Record<Issue['basis'], Text>> = {
  observed: { zh: '实测', en: 'measurements' },
  forecast: { zh: '预报', en: 'the forecast' },
  both: { zh: '实测和预报', en: 'measurements and the forecast' },
};

/** `示例城市群发布重污染天气橙色预警（Ⅱ级）`. */
export function headlineOf({ step, event, grade, issuer }: Told): Text {
  const what = grade === 'none' ? { zh: '健康提示', en: 'health notice' } : GRADE_NAMES[grade];
  return {
    zh: `${issuer.zh}${STEPS[step].zh}${EVENT_NAMES[event].zh}${what.zh}`,
    en: `${issuer.en}: ${EVENT_NAMES[event].en}, ${what.en} ${STEPS[step].en}`,
  };
}

export function descriptionOf(told: Told): Text {
  const { cities, window, responseAt, basis, reason, utcOffset } = told;
  const time = (at: number) => capTime(at, utcOffset, ' ').slice(0, 16);
  const zh = [`涉及：${cities.map((city) => city.zh).join('、')}。`];
  const en = [`For: ${cities.map((city) => city.en).join(', ')}.`];
  if (window !== undefined) {
    const [from, to] = [time(window.from), window.to === null ? undefined : time(window.to)];
    zh.push(to === undefined ? `污染时段自 ${from} 起。` : `污染时段 ${from} 至 ${to}。`);
    en.push(to === undefined ? `Pollution from ${from} on.` : `Pollution from ${from} to ${to}.`);
  }
  if (responseAt !== undefined) {
    zh.push(`响应自 ${time(responseAt)} 起。`);
    en.push(`Response from ${time(responseAt)} on.`);
  }
  if (basis !== undefined) {
    zh.push(`依据${BASES[basis].zh}。`);
    en.push(`Based on ${BASES[basis].en}.`);
  }
  const said = writable(reason ?? '');
  if (said !== '') {
    zh.push(`说明：${said}`);
    en.push(`Reason: ${said}`);
  }
  return { zh: zh.join(''), en: en.join(' ') };
}

/** What receivers are asked to do; the measures themselves stand in each city's plan. */
export function instructionOf({ step, grade }: Pick<Told, 'step' | 'grade'>): Text {
  if (step === 'lifted') {
    if (grade === 'none') return { zh: '健康提示终止。', en: 'The health notice is over.' };
    return { zh: '终止应急响应。', en: 'The emergency response ends.' };
  }
  const care = {
    zh: '儿童、老年人和心脏病、肺病患者减少户外活动。',
    en: 'Children, the elderly and people with heart or lung disease stay outdoors less.',
  };
  if (grade === 'none') return care;
  const level = LEVELS[grade];
  return {
    zh: `按应急预案启动${level.zh}级响应。${care.zh}`,
    en: `Start response level ${level.en} of the emergency plan. ${care.en}`,
  };
}

const LEVELS: Readonly<Record<Exclude<Grade, 'none'>, Text>> = {
  blue: { zh: 'Ⅳ', en: 'IV' },
  yellow: { zh: 'Ⅲ', en: 'III' },
  orange: { zh: 'Ⅱ', en: 'II' },
  red: { zh: 'Ⅰ', en: 'I' },
};

/** People paste reasons from anywhere: what XML cannot hold is shown as lost rather than holding up a warning. */
function writable(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .trim();
}
