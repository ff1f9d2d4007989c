import { effect, signal } from '@preact/signals';
import type { Language } from '../words/language.ts';
import { language, words } from '../words/language.ts';

export type Theme = 'desk' | 'wall';
export type Palette = 'official' | 'accessible';

export const theme = signal<Theme>('desk');
/** `official` are the colours of HJ 633; `accessible` keeps any two levels apart for every kind of colour vision. */
export const palette = signal<Palette>('official');

/**
 * Takes each setting from the address (a wall's bookmark), else from the last visit, else from the browser; then keeps the
 * document and the storage in step. Storage may be forbidden: the page works without it.
 */
export function startSettings(): void {
  const address = new URLSearchParams(location.search);
  const wanted = (name: string) => address.get(name) ?? remembered(name);
  const spoken: Language = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  const lang = wanted('lang');
  language.value = lang === 'zh' || lang === 'en' ? lang : spoken;
  theme.value = wanted('theme') === 'wall' ? 'wall' : 'desk';
  palette.value = wanted('palette') === 'accessible' ? 'accessible' : 'official';
  effect(() => {
    const root = document.documentElement;
    root.lang = words.value.lang;
    root.dataset['theme'] = theme.value;
    root.dataset['palette'] = palette.value;
    remember('lang', language.value);
    remember('theme', theme.value);
    remember('palette', palette.value);
  });
}

function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`lianfang.${name}`);
  } catch {
    return null;
  }
}

function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`lianfang.${name}`, value);
  } catch {
    // Private windows and locked-down browsers refuse: the choice then lasts as long as the page.
  }
}
