import type { MessageKey, PublicWarning } from '../../../domain/cap/public-warning.ts';

export const SENT_AT = Date.parse('2026-11-22T14:00:00+08:00');
const HOUR_MS = 3_600_000;

export const SAMPLE_KEY: MessageKey = {
  identifier: 'lanhe-2026-0007.0',
  sender: 'office.lanhe.example',
  status: 'Actual',
  sentAt: SENT_AT,
  utcOffset: '+08:00',
  unitCode: '41000041600000',
  serial: 0,
};

/** The first issue of an orange warning of two cities of an invented region, a day ahead. */
export const SAMPLE: PublicWarning = {
  key: SAMPLE_KEY,
  warning: 'lanhe-2026-0007',
  type: 'Alert',
  event: 'heavy_pollution',
  eventType: '11B25',
  grade: 'orange',
  basis: 'agreed',
  audience: { scope: 'Public' },
  cities: [
    {
      name: { zh: '澜州', en: 'Lanzhou Bay' },
      code: '410100',
      polygons: [
        [
          [113.5, 34.5],
          [114, 34.5],
          [114, 35.0000001],
          [113.5, 34.5],
        ],
      ],
    },
    { name: { zh: '河阳', en: 'Heyang' }, code: '410200' },
  ],
  onsetAt: SENT_AT + 10 * HOUR_MS,
  expiresAt: SENT_AT + 82 * HOUR_MS,
  issuer: {
    name: { zh: '澜河城市群联防联控办公室', en: 'Lanhe Joint Prevention Office' },
    contact: 'duty@office.lanhe.example',
    web: 'https://office.lanhe.example/warnings/7?a=1&b=2',
  },
  headline: { zh: '区域重污染天气橙色预警', en: 'Regional heavy pollution warning, orange' },
  description: { zh: '预计 PM2.5 > 150 µg/m³。', en: 'PM2.5 above 150 µg/m³ is expected & likely to last.' },
  instruction: { zh: '启动Ⅱ级响应。', en: 'Start response level II.' },
  parameters: [{ name: 'primaryPollutant', value: 'pm25' }],
  references: [],
};

/** The sample as the message after the first: an update, or the lift. */
export function sampleFollowing(type: 'Update' | 'Cancel'): PublicWarning {
  const key = { ...SAMPLE_KEY, identifier: 'lanhe-2026-0007.1', sentAt: SENT_AT + HOUR_MS };
  return { ...SAMPLE, key, type, references: [SAMPLE_KEY] };
}

/** The sample as a drill for the offices of the cities. */
export const SAMPLE_DRILL: PublicWarning = {
  ...SAMPLE,
  key: { ...SAMPLE_KEY, status: 'Exercise', identifier: 'drill-lanhe-2026-0002.0' },
  audience: { scope: 'Private', addresses: ['duty@a.example', 'Heyang Duty Desk'] },
};
