import { computed, signal } from '@preact/signals';
import { en } from './en.ts';
import type { Words } from './zh.ts';
import { zh } from './zh.ts';

export type Language = 'zh' | 'en';

export const language = signal<Language>('zh');

/** The dictionary in force. Read `words.value` while rendering and the component follows the language switch. */
export const words = computed<Words>(() => (language.value === 'zh' ? zh : en));
