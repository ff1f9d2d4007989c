import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireService } from '../../services/service-binary.ts';

const DATA = process.env['LIANFANG_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
/** The schema as OASIS publishes it, where it is at hand; not part of the repository. */
const OFFICIAL = join(DATA, 'standards/CAP-v1.2.xsd');
/** Schemas that a document has to obey. */
export const CAP_SCHEMAS: readonly string[] = [
  join(import.meta.dirname, 'cap-1.2.content-model.xsd'),
  ...(existsSync(OFFICIAL) ? [OFFICIAL] : []),
];

/** What `xmllint` has against the documents by every schema at hand; empty when nothing. */
export function schemaFaults(documents: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'cap-'));
  const paths = documents.map((text, n) => {
    const path = join(folder, `${n}.xml`);
    writeFileSync(path, text);
    return path;
  });
  const faults = CAP_SCHEMAS.flatMap((schema) => {
    const options = ['--noout', '--nonet', '--schema', schema, ...paths];
    const { status, stderr } = spawnSync(requireService('libxml2-utils'), options, { encoding: 'utf8' });
    return status === 0 ? [] : [stderr];
  });
  rmSync(folder, { recursive: true });
  return faults.join('\n');
}
