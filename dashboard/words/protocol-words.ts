import { computed } from '@preact/signals';
import { language } from './language.ts';
import { en } from './protocol/en.ts';
import { zh } from './protocol/zh.ts';

/** The words of the protocols' screens in the language in force; apart from `words`, for they come with those screens. */
export const protocolWords = computed(() => (language.value === 'zh' ? zh : en));
