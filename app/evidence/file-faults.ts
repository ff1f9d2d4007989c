import { PRIMARY } from './contents.ts';
import { fileRecord, MANIFEST, Manifest, SIGNATURE } from './manifest.ts';
import type { PackageFault } from './package-fault.ts';

/** What a package says it holds. */
export function readManifest(files: ReadonlyMap<string, Buffer>): Manifest | PackageFault {
  const bytes = files.get(MANIFEST);
  if (bytes === undefined) return { file: MANIFEST, reason: 'is missing' };
  try {
    return Manifest.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return { file: MANIFEST, reason: 'is no manifest' };
  }
}

/** Files that are not as the manifest says, that are missing, or that it does not know. */
export function fileFaults(files: ReadonlyMap<string, Buffer>, { files: listed }: Manifest): PackageFault[] {
  const faults: PackageFault[] = [];
  for (const [file, { bytes, sha256 }] of Object.entries(listed)) {
    const content = files.get(file);
    const is = content === undefined ? undefined : fileRecord(content);
    if (is === undefined) faults.push({ file, reason: 'is missing' });
    else if (is.bytes !== bytes || is.sha256 !== sha256)
      faults.push({ file, reason: 'is not what the manifest says: changed' });
  }
  for (const file of files.keys()) {
    if (file === MANIFEST || file === SIGNATURE || Object.hasOwn(listed, file)) continue;
    faults.push({ file, reason: 'is not in the manifest: added' });
  }
  return faults;
}

const PRIMARY_FILES: ReadonlySet<string> = new Set(Object.values(PRIMARY));

/** Derived files that do not follow from the others. */
export function derivedFaults(
  files: ReadonlyMap<string, Buffer>,
  { files: listed }: Manifest,
  derived: ReadonlyMap<string, string>,
): PackageFault[] {
  const faults: PackageFault[] = [];
  for (const [file, { derived: isDerived }] of Object.entries(listed)) {
    const made = derived.get(file);
    if (isDerived !== true && !PRIMARY_FILES.has(file))
      faults.push({ file, reason: 'no such file belongs in a package' });
    if (isDerived === true && made === undefined)
      faults.push({ file, reason: 'nothing in the package gives such a file' });
    if (made !== undefined && files.get(file)?.equals(Buffer.from(made)) !== true) {
      faults.push({ file, reason: 'it does not follow from the other files' });
    }
  }
  for (const file of derived.keys()) if (!files.has(file)) faults.push({ file, reason: 'is missing' });
  return faults;
}
