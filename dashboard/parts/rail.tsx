import { useLocation } from 'preact-iso';
import { openCounts } from '../state/alerts.ts';
import { words } from '../words/language.ts';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';

const ITEMS: readonly { name: IconName & ('overview' | 'alerts' | 'stations'); href: string }[] = [
  { name: 'overview', href: '/' },
  { name: 'alerts', href: '/alerts' },
  { name: 'stations', href: '/stations' },
];

/** The way to the other pages: icon and word, at the left of a desk and at the bottom of a phone. */
export function Rail() {
  const { path } = useLocation();
  const { nav } = words.value;
  const open = openCounts.value.reduce((sum, count) => sum + count, 0);
  return (
    <nav class="rail" aria-label={nav.label}>
      {ITEMS.map(({ name, href }) => {
        const here = href === '/' ? path === '/' : path.startsWith(href);
        return (
          <a key={name} href={href} class="rail-item" aria-current={here ? 'page' : undefined}>
            <Icon name={name} />
            <span>{nav[name]}</span>
            {name === 'alerts' && open > 0 ? <b class="badge">{open}</b> : null}
          </a>
        );
      })}
    </nav>
  );
}
