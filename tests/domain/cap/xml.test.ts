import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsXml, writeXml, XML_DECLARATION } from '../../../domain/cap/xml.ts';
import { anyText } from './any-warning.ts';
import { readXml } from './read-xml.ts';

const written = (content: string, attributes = {}) => writeXml({ name: 'a', attributes, content });

describe('XML', () => {
  const escaped: readonly [string, string][] = [
    ['&', '&amp;'],
    ['<', '&lt;'],
    ['>', '&gt;'],
    [']]>', ']]&gt;'],
    ['&lt;', '&amp;lt;'],
    ['\r', '&#xD;'],
    ['"', '"'],
    ["'", "'"],
    ['\t\n', '\t\n'],
    ['臭氧𠮷', '臭氧𠮷'],
  ];
  it.each(escaped)('[CAP-13] writes %j in a text as %j', (raw, text) => {
    expect(written(raw)).toBe(`<a>${text}</a>`);
  });

  it('[CAP-13] writes every special character of an attribute so that it is read back', () => {
    expect(written('', { b: '&<>"\'\t\n\r' })).toBe('<a b="&amp;&lt;>&quot;\'&#x9;&#xA;&#xD;"></a>');
  });

  const forbidden = [
    ...Array.from({ length: 32 }, (_, code) => code).filter((code) => ![9, 10, 13].includes(code)),
    0xd800,
    0xdfff,
    0xfffe,
    0xffff,
  ];
  it.each(forbidden.map((code) => [code.toString(16), code]))('[CAP-13] refuses U+%s', (_, code) => {
    const text = `a${String.fromCharCode(Number(code))}b`;
    expect(fitsXml(text)).toBe(false);
    expect(() => written(text)).toThrow(RangeError);
    expect(() => written('', { b: text })).toThrow(RangeError);
  });

  it('[CAP-13] reads back as what was written', () => {
    fc.assert(
      fc.property(anyText, anyText, (content, attribute) => {
        const read = readXml(XML_DECLARATION + written(content, { b: attribute }));
        expect([read.text, read.attributes['b']]).toEqual([content, attribute]);
      }),
    );
  });

  it('[CAP-40] is canonical: no short form, xmlns first, other attributes in order', () => {
    const attributes = { z: '1', 'xmlns:c': 'urn:c', b: '2', xmlns: 'urn:a' };
    expect(writeXml({ name: 'a', attributes, content: [] })).toBe('<a xmlns="urn:a" xmlns:c="urn:c" b="2" z="1"></a>');
  });
});
