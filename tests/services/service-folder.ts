import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The caller's folder, or a new temporary one that the service owns and removes when it stops. */
export async function serviceFolder(
  name: string,
  given: string | undefined,
): Promise<{ readonly folder: string; readonly ownFolder: string | undefined }> {
  if (given !== undefined) return { folder: given, ownFolder: undefined };
  const folder = await mkdtemp(join(tmpdir(), `lianfang-${name}-`));
  return { folder, ownFolder: folder };
}
