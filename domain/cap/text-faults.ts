import type { CapFault } from './cap-fault.ts';
import type { PublicWarning } from './public-warning.ts';
import { fitsXml } from './xml.ts';

/** Texts of which nothing would be seen, or that XML cannot hold: control characters, halves of surrogate pairs. */
export function textFaults(warning: PublicWarning): CapFault[] {
  const faults: CapFault[] = [];
  for (const [path, text] of textsOf(warning, '')) {
    if (text.trim() === '') {
      faults.push({ rule: 'CAP-13', path, reason: { zh: '不得为空', en: 'must not be empty' } });
    }
    if (!fitsXml(text)) {
      faults.push({
        rule: 'CAP-13',
        path,
        reason: { zh: '含 XML 不允许的控制字符', en: 'holds a character that XML cannot hold' },
      });
    }
  }
  if (warning.warning.includes('"')) {
    faults.push({ rule: 'CAP-12', path: 'warning', reason: { zh: '不得含双引号', en: 'must hold no double quote' } });
  }
  const { web } = warning.issuer;
  if (web !== undefined && !isWebAddress(web)) {
    faults.push({
      rule: 'CAP-13',
      path: 'issuer.web',
      reason: { zh: '应为 http(s) 网址', en: 'must be an http(s) address' },
    });
  }
  return faults;
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Every text of the message with its path. */
function textsOf(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => textsOf(one, path === '' ? key : `${path}.${key}`));
}
