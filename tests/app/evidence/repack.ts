import { fileRecord, MANIFEST, type Manifest, manifestText, SIGNATURE } from '../../../app/evidence/manifest.ts';
import { readZip } from '../../../app/evidence/zip/read-zip.ts';
import { writeZip } from '../../../app/evidence/zip/write-zip.ts';
import { LedgerKey } from '../../../store/ledger-key.ts';

/** What somebody who has the key can make of a package: files changed, added or taken out (null), everything hashed and signed anew. */
export function repack(
  bytes: Buffer,
  {
    change,
    key,
  }: { readonly change: Readonly<Record<string, ((text: string) => string) | null>>; readonly key: string },
): Buffer {
  const files = new Map<string, Buffer>(readZip(bytes).files);
  const manifest = JSON.parse(String(files.get(MANIFEST))) as Manifest;
  const records = { ...manifest.files };
  for (const [path, changed] of Object.entries(change)) {
    if (changed === null) {
      files.delete(path);
      delete records[path];
      continue;
    }
    const before = files.get(path);
    const after = Buffer.from(changed(String(before ?? '')));
    if (before?.equals(after) === true) throw new Error(`${path} is as it was`);
    files.set(path, after);
    const { derived } = records[path] ?? {};
    records[path] = { ...fileRecord(after), ...(derived === undefined ? {} : { derived }) };
  }
  const text = Buffer.from(manifestText({ ...manifest, files: records }));
  files.set(MANIFEST, text);
  files.set(SIGNATURE, Buffer.from(`${LedgerKey.fromPem(key).sign(text)}\n`));
  return writeZip(files);
}
