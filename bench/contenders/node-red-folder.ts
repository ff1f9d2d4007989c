import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/** Node-RED is no dependency of ours: whoever wants to compare installs it somewhere. */
export const NODE_RED_INSTALL =
  'npm i --prefix DIR node-red node-red-contrib-influxdb, then --node-red DIR or LIANFANG_NODE_RED=DIR';

const PACKAGES = ['node-red', 'node-red-contrib-influxdb'];

/** Modules as a program in `folder` finds them. */
export function requireFrom(folder: string): NodeJS.Require {
  return createRequire(join(resolve(folder), 'package.json'));
}

/** The packages that the Node-RED contenders need and that are not installed in `folder`. */
export function missingIn(folder: string): string[] {
  const installed = versionsIn(folder);
  return PACKAGES.filter((name) => !(name in installed));
}

/** Versions of those packages by name, as far as they are installed. */
export function versionsIn(folder: string): Record<string, string> {
  const require = requireFrom(folder);
  const versions: Record<string, string> = {};
  for (const name of PACKAGES) {
    try {
      versions[name] = (require(`${name}/package.json`) as { readonly version: string }).version;
    } catch {
      // Not installed.
    }
  }
  return versions;
}
