import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import type { AgreementVersions } from '../../domain/agreement/agreement-versions.ts';
import { formatIso } from '../../domain/time.ts';
import { ConfigError } from '../config/fault.ts';

/** The version in force when a period ends at `at`; one that stands alone is tried on any time. Throws `ConfigError` when none is. */
export function agreementAt({ versions }: AgreementVersions, at: number): AgreementFile {
  const [only] = versions;
  const found = versions.length === 1 ? only : versions.find(({ from, to }) => from < at && at <= to);
  if (found !== undefined) return found.agreement;
  const message = `no version is in force at ${formatIso(at)}: name one file, or begin with --from`;
  throw new ConfigError([
    { file: '--agreement', path: '', message, zh: '此时没有生效的版本：请指定单个文件或用 --from' },
  ]);
}
