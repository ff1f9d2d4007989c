import { hash } from 'node:crypto';
import { z } from 'zod';

export const MANIFEST = 'manifest.json';
export const SIGNATURE = 'manifest.sig';

/** `manifest.json`: what is in a package. Its signature, in `manifest.sig`, is by the key of the checkpoint inside. */
export const Manifest = z.strictObject({
  format: z.literal('lianfang-evidence-1'),
  kind: z.enum(['warning', 'case']),
  id: z.string(),
  region: z.string(),
  /** Version of the program that made it. */
  program: z.string(),
  /** Every other file but the signature, by path. `derived`: made from the others. */
  files: z.record(
    z.string(),
    z.strictObject({
      bytes: z.int().min(0),
      sha256: z.string(),
      derived: z.literal(true).exactOptional(),
    }),
  ),
});
export type Manifest = z.infer<typeof Manifest>;

export function fileRecord(content: Uint8Array): Manifest['files'][string] {
  return { bytes: content.length, sha256: hash('sha256', content) };
}

export function manifestText(manifest: Manifest): string {
  const files = Object.fromEntries(Object.entries(manifest.files).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ ...manifest, files }, null, 2)}\n`;
}
