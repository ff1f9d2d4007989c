import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { capXml } from '../../../domain/cap/cap-xml.ts';
import type { PublicWarning } from '../../../domain/cap/public-warning.ts';
import { toCapAlert } from '../../../domain/cap/to-cap-alert.ts';
import { describeWithService } from '../../services/describe-with-service.ts';
import { requireService } from '../../services/service-binary.ts';
import { anyWarning } from './any-warning.ts';
import { SAMPLE, SAMPLE_DRILL, sampleFollowing } from './sample-warning.ts';

const OWN = join(import.meta.dirname, 'cap-1.2.content-model.xsd');
const DATA = process.env['LIANFANG_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
/** The schema as OASIS publishes it; not part of the repository. */
const OFFICIAL = join(DATA, 'standards/CAP-v1.2.xsd');
const official = existsSync(OFFICIAL)
  ? { title: 'the schema of OASIS', absent: false }
  : { title: 'the schema of OASIS (skipped: no standards/CAP-v1.2.xsd in LIANFANG_DATA)', absent: true };

function document(warning: PublicWarning): string {
  const result = toCapAlert(warning);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return capXml(result.value);
}

const right: readonly [string, string][] = [
  ['a first issue', document(SAMPLE)],
  ['an update', document(sampleFollowing('Update'))],
  ['a lift', document(sampleFollowing('Cancel'))],
  ['a drill', document(SAMPLE_DRILL)],
];
const changed = (from: string | RegExp, to: string): string => document(SAMPLE).replace(from, to);
const wrong: readonly [string, string][] = [
  ['Z', changed('14:00:00+08:00</sent>', '14:00:00Z</sent>')],
  ['parts of a second', changed('14:00:00+08:00</sent>', '14:00:00.5+08:00</sent>')],
  ['a colour as severity', changed('>Severe<', '>Orange<')],
  ['another order', changed(/(<status>.*<\/status>)(<msgType>.*<\/msgType>)/, '$2$1')],
  ['no sender', changed(/<sender>.*<\/sender>/, '')],
  ['a word in lower case', changed('>Alert<', '>alert<')],
  ['a code without value', changed(/<value>ORANGE<\/value>/, '')],
  ['no namespace', changed(/ xmlns="[^"]*"/, '')],
  ['an element of its own', changed('<info>', '<grade>orange</grade><info>')],
];

describeWithService('libxml2-utils', 'CAP documents', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cap-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function isValid(schema: string, text: string): boolean {
    const options = ['--noout', '--nonet', '--schema', schema, '-'];
    return spawnSync(requireService('libxml2-utils'), options, { input: text }).status === 0;
  }

  function validateAll(schema: string, warnings: readonly PublicWarning[]): void {
    const paths = warnings.map((warning, n) => {
      const path = join(folder, `${n}.xml`);
      writeFileSync(path, document(warning));
      return path;
    });
    execFileSync(requireService('libxml2-utils'), ['--noout', '--nonet', '--schema', schema, ...paths], {
      stdio: 'pipe',
    });
  }

  const many = () => fc.sample(anyWarning, 300);

  it.each(right)('[CAP-2] %s is valid', (_, text) => {
    expect(isValid(OWN, text)).toBe(true);
  });

  it.each(wrong)('[CAP-2] %s would not be', (_, text) => {
    expect(text).not.toBe(document(SAMPLE));
    expect(isValid(OWN, text)).toBe(false);
  });

  it('[CAP-2] any message without fault is valid', () => {
    expect(() => validateAll(OWN, many())).not.toThrow();
  });

  it.skipIf(official.absent)(`[CAP-2] all of this is so by ${official.title}`, () => {
    for (const [title, text] of right) expect([title, isValid(OFFICIAL, text)]).toEqual([title, true]);
    for (const [title, text] of wrong) expect([title, isValid(OFFICIAL, text)]).toEqual([title, false]);
    expect(() => validateAll(OFFICIAL, many())).not.toThrow();
  });
});
