import type { Station } from '../air/station.ts';
import { Rule } from '../rule/rule.ts';
import { type AgreementFault, fault, type Path } from './agreement-fault.ts';
import { AgreementFile } from './agreement-file.ts';
import type { AgreementParts } from './agreement-parts.ts';
import { checkParts } from './check-parts.ts';
import type { CityBorders } from './geojson.ts';
import { neighboursFromGeometry } from './neighbours-from-geometry.ts';
import { schemaFaults } from './schema-faults.ts';

/** What an agreement is read together with. */
export interface Surroundings {
  /** Absent: nothing is said about stations. */
  readonly stations?: readonly Station[];
  /** Reads the GeoJSON that `geometry.file` names; a sentence instead when it cannot. */
  readonly readBorders?: (file: string) => CityBorders | { readonly unreadable: string };
}

export interface ReadAgreement {
  /** Absent when a fault is an error. Its neighbours are lists: `from_geometry` has been resolved. */
  readonly agreement?: AgreementFile;
  readonly faults: readonly AgreementFault[];
}

/**
 * Reads one version of an agreement from what its file says (plain values). Every fault is told at once: those of the schema, and,
 * of all that is well-formed, those of its parts against each other (docs/spec/agreement.md).
 */
export function readAgreement(content: unknown, surroundings: Surroundings = {}): ReadAgreement {
  const whole = AgreementFile.safeParse(content);
  const faults: AgreementFault[] = [];
  const parts = whole.success ? whole.data : wellFormedParts(content, faults);
  const resolved = resolveNeighbours(parts, surroundings, faults);
  const { stations } = surroundings;
  faults.push(...checkParts(stations === undefined ? resolved : { ...resolved, stations }));
  if (!whole.success || faults.some(({ severity }) => severity === 'error')) return { faults };
  const { jurisdictions = whole.data.jurisdictions } = resolved;
  return { agreement: { ...whole.data, jurisdictions }, faults };
}

function wellFormedParts(content: unknown, faults: AgreementFault[]): AgreementParts {
  const told = withoutUnknownFields(content);
  faults.push(...told.faults);
  return partsOf(told.known);
}

/** A field that is not known hides what stands beside it from the schema's further checks, so it is told and taken out first. */
function withoutUnknownFields(content: unknown): { readonly known: unknown; readonly faults: AgreementFault[] } {
  const faults = schemaFaults(AgreementFile, content);
  const unknown = faults.filter(({ message }) => message.en.startsWith('unknown field'));
  if (unknown.length === 0) return { known: content, faults };
  const known = structuredClone(content);
  for (const { path } of unknown) removeAt(known, path);
  const told = new Set(faults.map(keyOf));
  return { known, faults: [...faults, ...schemaFaults(AgreementFile, known).filter((one) => !told.has(keyOf(one)))] };
}

function keyOf({ path, message }: AgreementFault): string {
  return `${path.join('.')} ${message.en}`;
}

function removeAt(root: unknown, path: Path): void {
  let owner = root;
  for (const key of path.slice(0, -1)) owner = (owner as Record<string | number, unknown> | undefined)?.[key];
  const last = path.at(-1);
  if (typeof owner === 'object' && owner !== null && last !== undefined) Reflect.deleteProperty(owner, last);
}

/** The parts that are well-formed on their own; rules one by one. */
function partsOf(content: unknown): AgreementParts {
  if (typeof content !== 'object' || content === null) return { rules: [] };
  const given = content as Readonly<Record<string, unknown>>;
  const parts: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(AgreementFile.shape)) {
    const part = schema.safeParse(given[name]);
    if (part.success && part.data !== undefined) parts[name] = part.data;
  }
  const rules = Array.isArray(given['rules']) ? given['rules'] : [];
  return { ...parts, rules: rules.map((rule) => Rule.safeParse(rule).data) };
}

function resolveNeighbours(
  parts: AgreementParts,
  { readBorders }: Surroundings,
  faults: AgreementFault[],
): AgreementParts {
  const { jurisdictions, geometry } = parts;
  const asking = jurisdictions?.findIndex((one) => one.level === 'city' && one.neighbours === 'from_geometry') ?? -1;
  if (geometry === undefined) {
    if (asking >= 0) {
      const path = ['jurisdictions', asking, 'neighbours'];
      faults.push(fault('AGR-15', path, '`from_geometry` needs `geometry`', '`from_geometry` 需要 `geometry`'));
    }
    return parts;
  }
  if (jurisdictions === undefined) return parts;
  const borders = readBorders?.(geometry.file) ?? { unreadable: 'no file can be read here' };
  if ('unreadable' in borders) {
    const { unreadable } = borders;
    faults.push(fault('AGR-15', ['geometry', 'file'], `cannot be used: ${unreadable}`, `无法使用：${unreadable}`));
    return parts;
  }
  const derived = neighboursFromGeometry(jurisdictions, { geometry, borders });
  faults.push(...derived.faults);
  return { ...parts, jurisdictions: derived.jurisdictions };
}
