import { type AgreementFault, fault } from './agreement-fault.ts';
import type { AgreementFile } from './agreement-file.ts';
import { effectiveSpan } from './effective.ts';

/** One version and from when (inclusive) to when (exclusive) it is in force, epoch ms. */
export interface VersionInForce {
  readonly agreement: AgreementFile;
  readonly from: number;
  readonly to: number;
}

/** The versions of one agreement over time: what happened is judged by what was in force then. */
export class AgreementVersions {
  /** The oldest first. */
  readonly versions: readonly VersionInForce[];

  /** `agreements` are of one region and do not overlap: `versionFaults` is empty for them. */
  constructor(agreements: readonly AgreementFile[]) {
    this.versions = agreements
      .map((agreement) => ({ agreement, ...effectiveSpan(agreement.effective, agreement.region.utc_offset) }))
      .sort((a, b) => a.from - b.from);
  }

  /** The version in force at an instant, epoch ms; undefined before the first, in a gap and after the last. */
  inForceAt(at: number): VersionInForce | undefined {
    return this.versions.findLast(({ from, to }) => from <= at && at < to);
  }

  /** By its name, as a ledger entry quotes it. */
  named(version: string): VersionInForce | undefined {
    return this.versions.find(({ agreement }) => agreement.version === version);
  }
}

/** What several files say against each other, each with the place of its file in the list (AGR-16). */
export function versionFaults(
  agreements: readonly AgreementFile[],
): { readonly file: number; readonly fault: AgreementFault }[] {
  const found: { file: number; fault: AgreementFault }[] = [];
  const spans = agreements.map(({ effective, region }) => effectiveSpan(effective, region.utc_offset));
  for (const [file, agreement] of agreements.entries()) {
    const tell = (path: readonly string[], en: string, zh: string) =>
      found.push({ file, fault: fault('AGR-16', path, en, zh) });
    for (const [earlier, other] of agreements.slice(0, file).entries()) {
      const [a, b] = [spans[earlier], spans[file]];
      const { version } = other;
      if (other.region.id !== agreement.region.id) {
        const { id } = other.region;
        tell(
          ['region', 'id'],
          `version "${version}" is of region "${id}": one folder, one agreement`,
          `版本“${version}”属于区域“${id}”：一个文件夹只放一份协议`,
        );
      } else if (version === agreement.version) tell(['version'], `"${version}" is there twice`, `“${version}”重复`);
      else if (a !== undefined && b !== undefined && a.from < b.to && b.from < a.to) {
        const until = other.effective.to ?? '…';
        tell(
          ['effective'],
          `overlaps version "${version}" (${other.effective.from} to ${until}): end one the day before the other`,
          `与版本“${version}”（${other.effective.from} 至 ${until}）重叠：前一版须在后一版生效前一日终止`,
        );
      }
    }
  }
  return found;
}
