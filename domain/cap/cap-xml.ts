import type { CapAlert, CapArea, CapInfo, NamedValue } from './cap-alert.ts';
import { writeXml, XML_DECLARATION, type XmlElement } from './xml.ts';

export const CAP_NAMESPACE = 'urn:oasis:names:tc:emergency:cap:1.2';

/** The alert as an XML document. CAP 1.2, 3.4: the order of the elements is fixed. */
export function capXml(alert: CapAlert): string {
  return XML_DECLARATION + writeXml(capElement(alert));
}

/** The alert as an element, for a signature or another envelope. */
export function capElement(alert: CapAlert): XmlElement {
  return {
    name: 'alert',
    attributes: { xmlns: CAP_NAMESPACE },
    content: [
      ...leaves(alert, ['identifier', 'sender', 'sent', 'status', 'msgType', 'scope', 'restriction', 'addresses']),
      ...leaves(alert, ['note', 'references', 'incidents']),
      ...alert.info.map(infoElement),
    ],
  };
}

function infoElement(info: CapInfo): XmlElement {
  return {
    name: 'info',
    content: [
      ...leaves(info, ['language', 'category', 'event', 'responseType', 'urgency', 'severity', 'certainty']),
      ...info.eventCode.map((code) => namedValue('eventCode', code)),
      ...leaves(info, ['effective', 'onset', 'expires', 'senderName', 'headline', 'description', 'instruction']),
      ...leaves(info, ['web', 'contact']),
      ...info.parameter.map((parameter) => namedValue('parameter', parameter)),
      ...info.area.map(areaElement),
    ],
  };
}

function areaElement(area: CapArea): XmlElement {
  return {
    name: 'area',
    content: [...leaves(area, ['areaDesc', 'polygon']), ...area.geocode.map((code) => namedValue('geocode', code))],
  };
}

function namedValue(name: string, value: NamedValue): XmlElement {
  return { name, content: leaves(value, ['valueName', 'value']) };
}

/** The fields in this order, one element for each value; absent ones leave none. */
function leaves<Field extends string>(
  from: { readonly [field in Field]?: string | readonly string[] },
  fields: readonly Field[],
): XmlElement[] {
  return fields.flatMap((name) => {
    const value: string | readonly string[] = from[name] ?? [];
    return (typeof value === 'string' ? [value] : value).map((content) => ({ name, content }));
  });
}
