import { useLocation } from 'preact-iso';
import { openCounts } from '../state/alerts.ts';
import { warnings } from '../state/protocol.ts';
import { words } from '../words/language.ts';
import type { Words } from '../words/zh.ts';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';

const ITEMS: readonly { name: IconName & Exclude<keyof Words['nav'], 'label'>; href: string }[] = [
  { name: 'overview', href: '/' },
  { name: 'alerts', href: '/alerts' },
  { name: 'warnings', href: '/warnings' },
  { name: 'cases', href: '/cases' },
  { name: 'stations', href: '/stations' },
  { name: 'ledger', href: '/ledger' },
];

/** The way to the other pages: icon and word, at the left of a desk and at the bottom of a phone. */
export function Rail() {
  const { path } = useLocation();
  const { nav } = words.value;
  const open = openCounts.value.reduce((sum, count) => sum + count, 0);
  const inForce = warnings.body.value?.items.filter(({ standing }) => standing === 'in_force').length ?? 0;
  const badges: Readonly<Partial<Record<IconName, number>>> = { alerts: open, warnings: inForce };
  return (
    <nav class="rail" aria-label={nav.label}>
      {ITEMS.map(({ name, href }) => {
        const here = href === '/' ? path === '/' : path.startsWith(href);
        return (
          <a key={name} href={href} class="rail-item" aria-current={here ? 'page' : undefined}>
            <Icon name={name} />
            <span>{nav[name]}</span>
            {(badges[name] ?? 0) > 0 ? <b class="badge">{badges[name]}</b> : null}
          </a>
        );
      })}
    </nav>
  );
}
