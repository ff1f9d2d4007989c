import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { AgreementVersions, versionFaults } from '../../domain/agreement/agreement-versions.ts';
import { type ReadAgreement, readAgreement } from '../../domain/agreement/read-agreement.ts';
import type { Station } from '../../domain/air/station.ts';
import { readBordersFile } from './borders-file.ts';
import { ConfigError, type Fault, isError } from './fault.ts';
import { YamlFile } from './yaml-file.ts';

/**
 * Reads an agreement: one YAML file, or a folder of them, one for each version (`*.yaml`, `*.yml`; folders in it are left alone). Every
 * fault goes to `faults`, warnings too; undefined when one is an error.
 */
export function readAgreementPath(
  path: string,
  { stations, faults }: { readonly stations?: readonly Station[]; readonly faults: Fault[] },
): AgreementVersions | undefined {
  const found: Fault[] = [];
  const read: { readonly yaml: YamlFile; readonly agreement: AgreementFile }[] = [];
  for (const file of filesOf(path, found)) {
    try {
      const yaml = new YamlFile(file);
      const { agreement, faults: own } = readAgreement(yaml.content, {
        ...(stations === undefined ? {} : { stations }),
        readBorders: (name) => readBordersFile(resolve(dirname(file), name)),
      });
      found.push(...placed(yaml, own));
      if (agreement !== undefined) read.push({ yaml, agreement });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      found.push(...error.faults);
    }
  }
  for (const { file, fault } of versionFaults(read.map(({ agreement }) => agreement))) {
    const yaml = read[file]?.yaml;
    if (yaml !== undefined) found.push(...placed(yaml, [fault]));
  }
  faults.push(...found);
  return found.some(isError) ? undefined : new AgreementVersions(read.map(({ agreement }) => agreement));
}

function filesOf(path: string, faults: Fault[]): string[] {
  const files = agreementFiles(path);
  if (files.length === 0)
    faults.push({ file: path, path: '', message: 'no *.yaml in this folder', zh: '文件夹中没有 *.yaml' });
  return files;
}

/** The files of an agreement: the one that is named, or all of a folder. */
export function agreementFiles(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => /\.ya?ml$/.test(name));
  return names.toSorted().map((name) => join(path, name));
}

/** In the order of the file; what has no line comes first. */
function placed(yaml: YamlFile, faults: ReadAgreement['faults']): Fault[] {
  return faults
    .map(({ code, path, message, severity }) => ({
      ...yaml.fault(path.map(String), message.en),
      zh: message.zh,
      code,
      ...(severity === 'warning' ? { severity } : {}),
    }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
