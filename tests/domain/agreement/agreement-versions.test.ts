import { describe, expect, it } from 'vitest';
import { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import { AgreementVersions, versionFaults } from '../../../domain/agreement/agreement-versions.ts';

function version(name: string, from: string, to?: string, utc_offset = '+08:00'): AgreementFile {
  return AgreementFile.parse({
    version: name,
    effective: { from, ...(to === undefined ? {} : { to }) },
    region: { id: 'r', name: { zh: '区', en: 'R' }, utc_offset },
    jurisdictions: [{ id: 'n', level: 'nation', name: { zh: '国', en: 'N' } }],
  });
}

describe('versions of an agreement', () => {
  const versions = new AgreementVersions([version('new', '2024-01-25'), version('old', '2018-08-23', '2023-12-31')]);
  const inForce = (time: string) => versions.inForceAt(Date.parse(time))?.agreement.version;

  it('[AGR-18] are in force from the first instant of the first day to the last of the last', () => {
    expect(inForce('2018-08-22T23:59:59.999+08:00')).toBeUndefined();
    expect(inForce('2018-08-23T00:00:00+08:00')).toBe('old');
    expect(inForce('2023-12-31T23:59:59.999+08:00')).toBe('old');
    expect(inForce('2024-01-01T00:00:00+08:00')).toBeUndefined(); // in the gap nothing is agreed
    expect(inForce('2024-01-25T00:00:00+08:00')).toBe('new');
    expect(inForce('2099-01-01T00:00:00+08:00')).toBe('new');
  });

  it("[AGR-18] on the region's own clock", () => {
    const indian = new AgreementVersions([version('1', '2024-01-01', undefined, '+05:30')]);
    expect(indian.inForceAt(Date.parse('2023-12-31T18:29:59Z'))).toBeUndefined();
    expect(indian.inForceAt(Date.parse('2023-12-31T18:30:00Z'))?.agreement.version).toBe('1');
  });

  it('are found by name, as an entry of the ledger quotes them', () => {
    expect(versions.named('old')?.agreement.effective.from).toBe('2018-08-23');
    expect(versions.named('older')).toBeUndefined();
    expect(versions.versions.map(({ agreement }) => agreement.version)).toEqual(['old', 'new']);
  });

  it('[AGR-16] must not be in force on the same day, whichever file comes first', () => {
    const early = version('a', '2024-01-01', '2024-02-01');
    const late = version('b', '2024-02-01');
    expect(versionFaults([early, late])).toMatchObject([{ file: 1, fault: { code: 'AGR-16', path: ['effective'] } }]);
    expect(versionFaults([late, early])).toMatchObject([{ file: 1, fault: { code: 'AGR-16', path: ['effective'] } }]);
    expect(versionFaults([version('a', '2024-01-01', '2024-01-31'), late])).toEqual([]);
  });
});
