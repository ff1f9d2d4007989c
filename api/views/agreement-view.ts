import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import type { VersionInForce } from '../../domain/agreement/agreement-versions.ts';
import { neighboursOf } from '../../domain/agreement/jurisdiction.ts';
import { formatIso } from '../../domain/time.ts';
import type { AgreementView } from '../parties-contract.ts';

/** One version with the list of all: what people have to know of it. Rules are at `/api/v1/rules`. */
export function agreementView(agreement: AgreementFile, versions: readonly VersionInForce[]): AgreementView {
  const { version, effective, region, jurisdictions, roles, grades, duties, enforcement, clocks, sharing } = agreement;
  return {
    version,
    effective,
    region: {
      id: region.id,
      name: region.name,
      utcOffset: region.utc_offset,
      coordinator: region.coordinator ?? null,
    },
    jurisdictions: jurisdictions.map((one) => ({
      id: one.id,
      name: one.name,
      level: one.level,
      superior: one.level === 'nation' ? null : one.superior,
      neighbours: one.level === 'city' ? [...neighboursOf(one)] : [],
    })),
    roles: roles.map(({ id, name, at, may, cases }) => ({ id, name, at, may, cases })),
    grades: grades ?? null,
    duties,
    enforcement,
    clocks,
    sharing,
    versions: versions.map(({ agreement: one, from, to }) => ({
      version: one.version,
      from: isoOrNull(from),
      to: isoOrNull(to),
    })),
  };
}

function isoOrNull(at: number): string | null {
  return Number.isFinite(at) ? formatIso(at) : null;
}
