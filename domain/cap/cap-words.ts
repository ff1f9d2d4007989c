import type { Grade } from '../grade/grade.ts';
import type { Text } from '../rule/text.ts';
import type { PublicWarning } from './public-warning.ts';

const HOUR_MS = 3_600_000;

export const EVENT_NAMES: Readonly<Record<PublicWarning['event'], Text>> = {
  heavy_pollution: { zh: '重污染天气', en: 'Heavy air pollution' },
  ozone: { zh: '臭氧污染', en: 'Ozone pollution' },
  dust: { zh: '沙尘污染', en: 'Dust pollution' },
};

export type Severity = 'Extreme' | 'Severe' | 'Moderate' | 'Minor' | 'Unknown';
export type Urgency = 'Immediate' | 'Expected' | 'Future' | 'Past';
export type Certainty = 'Observed' | 'Likely' | 'Possible';
export type ResponseType = 'Execute' | 'Prepare' | 'Monitor' | 'AllClear';

const SEVERITIES: Readonly<Record<Grade, Severity>> = {
  red: 'Extreme',
  orange: 'Severe',
  yellow: 'Moderate',
  blue: 'Minor',
  none: 'Unknown',
};
const CERTAINTIES: Readonly<Record<PublicWarning['basis'], Certainty>> = {
  measured: 'Observed',
  agreed: 'Likely',
  model: 'Possible',
};

/** What ends is minor, whatever it was. */
export function severityOf({ type, grade }: Pick<PublicWarning, 'type' | 'grade'>): Severity {
  return type === 'Cancel' ? 'Minor' : SEVERITIES[grade];
}

/** By the time that is left until the response starts: 1 h, 24 h. */
export function urgencyOf({ type, key, onsetAt }: Pick<PublicWarning, 'type' | 'key' | 'onsetAt'>): Urgency {
  if (type === 'Cancel') return 'Past';
  const leadMs = onsetAt - key.sentAt;
  return leadMs <= HOUR_MS ? 'Immediate' : leadMs <= 24 * HOUR_MS ? 'Expected' : 'Future';
}

export function certaintyOf({ basis }: Pick<PublicWarning, 'basis'>): Certainty {
  return CERTAINTIES[basis];
}

/** A notice without colour starts no measures: it asks for attention. */
export function responseTypeOf(warning: Pick<PublicWarning, 'type' | 'key' | 'onsetAt' | 'grade'>): ResponseType {
  if (warning.type === 'Cancel') return 'AllClear';
  if (warning.grade === 'none') return 'Monitor';
  return urgencyOf(warning) === 'Immediate' ? 'Execute' : 'Prepare';
}
