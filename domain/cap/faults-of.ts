import { areaFaults } from './area-faults.ts';
import type { CapFault } from './cap-fault.ts';
import type { MessageKey, PublicWarning } from './public-warning.ts';
import { referenceFaults } from './reference-faults.ts';
import { textFaults } from './text-faults.ts';
import { timeFaults } from './time-faults.ts';

// CAP 1.2, 3.2.1 `identifier`, `sender`: these would tear a reference apart.
const TORN = /[\s,<&]/u;

/** Everything that keeps the message from being a valid one of CAP 1.2 or of ours; empty when nothing does. */
export function faultsOf(warning: PublicWarning): CapFault[] {
  const keys = [
    ...keyFaults(warning.key, 'key'),
    ...warning.references.flatMap((one, n) => keyFaults(one, `references.${n}`)),
  ];
  const faults = [...keys, ...timeFaults(warning), ...audienceFaults(warning)];
  return [...faults, ...referenceFaults(warning), ...areaFaults(warning), ...textFaults(warning)];
}

function keyFaults(key: MessageKey, path: string): CapFault[] {
  return (['identifier', 'sender'] as const)
    .filter((field) => key[field] === '' || TORN.test(key[field]))
    .map((field) => ({
      rule: 'CAP-9',
      path: `${path}.${field}`,
      reason: {
        zh: '不得为空，不得含空格、逗号、< 或 &',
        en: 'must not be empty and must hold no space, comma, < or &',
      },
    }));
}

function audienceFaults({ key, audience }: PublicWarning): CapFault[] {
  const faults: CapFault[] = [];
  if (audience.scope === 'Public' && key.status !== 'Actual') {
    faults.push({
      rule: 'CAP-5',
      path: 'audience.scope',
      reason: {
        zh: '演练、测试和建议稿不得面向公众',
        en: 'what is not real (drill, test, draft) is never for the public',
      },
    });
  }
  if (audience.scope === 'Private' && (audience.addresses.length === 0 || audience.addresses.some(cannotBeListed))) {
    faults.push({
      rule: 'CAP-12',
      path: 'audience.addresses',
      reason: {
        zh: '至少一个收件人，且不得含双引号',
        en: 'needs at least one address, none empty and none with a double quote',
      },
    });
  }
  return faults;
}

function cannotBeListed(item: string): boolean {
  return item.trim() === '' || item.includes('"');
}
