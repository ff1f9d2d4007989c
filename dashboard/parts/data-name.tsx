import { language } from '../words/language.ts';

const HAN = /\p{Script=Han}/u;

/** A name that came with the data. It is marked as Chinese where the page is English: for the voice of a screen reader and for the glyphs. */
export function DataName({ text }: { readonly text: string }) {
  return language.value === 'en' && HAN.test(text) ? <span lang="zh-CN">{text}</span> : <span>{text}</span>;
}
