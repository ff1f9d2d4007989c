import type { Text } from '../rule/text.ts';
import type { CapAlert, CapArea, CapInfo, NamedValue } from './cap-alert.ts';
import type { CapResult } from './cap-fault.ts';
import { capTime } from './cap-time.ts';
import { certaintyOf, EVENT_NAMES, responseTypeOf, severityOf, urgencyOf } from './cap-words.ts';
import { faultsOf } from './faults-of.ts';
import type { MessageKey, PublicWarning, Ring, WarnedCity } from './public-warning.ts';
import { spacedList } from './spaced-list.ts';
import { markedText, STATUS_NOTES } from './status-mark.ts';

/** The message as CAP 1.2 says it, or all that is wrong with it. docs/spec/cap.md has the rules. */
export function toCapAlert(warning: PublicWarning): CapResult<CapAlert> {
  const faults = faultsOf(warning);
  if (faults.length > 0) return { ok: false, faults };
  const { key, audience, references } = warning;
  const note = STATUS_NOTES[key.status];
  return {
    ok: true,
    value: {
      identifier: key.identifier,
      sender: key.sender,
      sent: capTime(key.sentAt, key.utcOffset),
      status: key.status,
      msgType: warning.type,
      scope: audience.scope,
      ...(audience.scope === 'Restricted' && { restriction: audience.restriction }),
      ...(audience.scope === 'Private' && { addresses: spacedList(audience.addresses) }),
      ...(note && { note: `${note.zh} ${note.en}` }),
      ...(references.length > 0 && { references: references.map(triple).join(' ') }),
      incidents: spacedList([warning.warning]),
      info: [infoOf(warning, 'zh'), infoOf(warning, 'en')],
    },
  };
}

/** CAP 1.2, 3.2.1 `references`: sender, identifier and sent of the earlier message. */
function triple({ sender, identifier, sentAt, utcOffset }: MessageKey): string {
  return `${sender},${identifier},${capTime(sentAt, utcOffset)}`;
}

function infoOf(warning: PublicWarning, language: keyof Text): CapInfo {
  const { key, expiresAt, issuer, instruction } = warning;
  const { utcOffset } = key;
  const marked = (text: Text) => markedText(key.status, text[language], language);
  return {
    language: language === 'zh' ? 'zh-CN' : 'en-US',
    category: ['Env', 'Health'],
    event: marked(EVENT_NAMES[warning.event]),
    responseType: [responseTypeOf(warning)],
    urgency: urgencyOf(warning),
    severity: severityOf(warning),
    certainty: certaintyOf(warning),
    eventCode: eventCodesOf(warning),
    effective: capTime(key.sentAt, utcOffset),
    onset: capTime(warning.onsetAt, utcOffset),
    ...(expiresAt !== undefined && { expires: capTime(expiresAt, utcOffset) }),
    senderName: issuer.name[language],
    headline: marked(warning.headline),
    description: marked(warning.description),
    ...(instruction && { instruction: marked(instruction) }),
    ...(issuer.web !== undefined && { web: new URL(issuer.web).href }),
    ...(issuer.contact !== undefined && { contact: issuer.contact }),
    parameter: (warning.parameters ?? []).map(({ name, value }) => ({ valueName: name, value })),
    area: warning.cities.map((city) => areaOf(city, language)),
  };
}

function eventCodesOf({ grade, eventType }: PublicWarning): NamedValue[] {
  return [
    ...(grade === 'none' ? [] : [{ valueName: 'level', value: grade.toUpperCase() }]),
    ...(eventType === undefined ? [] : [{ valueName: 'GB/T35561', value: eventType }]),
  ];
}

function areaOf({ name, code, polygons = [] }: WarnedCity, language: keyof Text): CapArea {
  return {
    areaDesc: name[language],
    polygon: polygons.map(polygonText),
    geocode: code === undefined ? [] : [{ valueName: 'GB/T2260', value: code }],
  };
}

/** CAP 1.2, 3.2.4 `polygon`: latitude first, the other way round than GeoJSON. Six decimals are 0.1 m. */
function polygonText(ring: Ring): string {
  return ring.map(([longitude, latitude]) => `${decimal(latitude)},${decimal(longitude)}`).join(' ');
}

/** Never an exponent: the smallest number here is 0.000001. */
function decimal(degrees: number): string {
  return String(Number(degrees.toFixed(6)));
}
