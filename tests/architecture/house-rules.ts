import { posix } from 'node:path';

/** A source file by its path from the root. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Who may import whom (docs/ARCHITECTURE.md). A trailing slash stands for a whole room. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: ['domain/'],
  store: ['store/', 'domain/'],
  ingest: [
    'ingest/',
    'domain/',
    'store/timeseries.ts',
    'store/credentials.ts',
    'store/forecasts.ts',
    'store/accounts.ts',
    'store/arrivals.ts',
    'store/quality.ts',
    'store/ledger.ts',
  ],
  alerting: ['alerting/', 'domain/', 'store/timeseries.ts', 'store/ledger.ts'],
  api: ['api/', 'domain/'],
  dashboard: [
    'dashboard/',
    'domain/',
    'api/contract.ts',
    'api/protocol-contract.ts',
    'api/parties-contract.ts',
    'api/command-contract.ts',
    'api/demo-contract.ts',
  ],
  app: ['app/', 'api/', 'alerting/', 'ingest/', 'store/', 'domain/'],
};

/** Packages that are pure enough for `domain`. */
const PURE_PACKAGES = ['zod', 'simple-statistics'];

const IMPURE = [
  /\bDate\.now\b/,
  /\bnew Date\(\s*\)/,
  /(?<!new )\bDate\(\s*\)/,
  /\bTemporal\.Now\b/,
  /\bperformance\b/,
  /\bset(Timeout|Interval|Immediate)\b/,
  /\bqueueMicrotask\b/,
  /\bMath\.random\b/,
  /\bcrypto\b/,
  /\bprocess\b/,
  /\bfetch\(/,
];

const FORBIDDEN_NAMES = /^(utils?|helpers?|common|manager|types|misc|index)\.tsx?$/;

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** Every import and re-export of a file, static or dynamic, with whether it is erased. */
export function importsOf(text: string): Import[] {
  const found: Import[] = [];
  for (const match of text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^'";]*?from\s*['"]([^'"]+)['"]/gm)) {
    found.push({ specifier: match[2] ?? '', typeOnly: match[1] !== undefined });
  }
  for (const match of text.matchAll(/^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm)) {
    found.push({ specifier: match[1] ?? match[2] ?? '', typeOnly: false });
  }
  return found;
}

function target(from: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(from), specifier));
}

/** Every breach of the house rules, one sentence each. */
export function breaches(sources: readonly Source[]): string[] {
  return [...sources.flatMap(breachesOf), ...cycles(sources)];
}

function breachesOf({ path, text }: Source): string[] {
  const found: string[] = [];
  const room = path.split('/')[0] ?? '';
  const allowed = MAY_IMPORT[room];
  if (allowed === undefined) return [`${path}: ${room} is no room of the house`];
  for (const { specifier, typeOnly } of importsOf(text)) {
    if (!specifier.startsWith('.')) {
      const pure = PURE_PACKAGES.includes(specifier);
      if (room === 'domain' && !pure) found.push(`${path}: domain imports ${specifier}`);
      continue;
    }
    const to = target(path, specifier.replace(/\?.*$/, ''));
    const fits = allowed.some((place) => (place.endsWith('/') ? to.startsWith(place) : to === place));
    if (!fits) found.push(`${path}: ${room} must not import ${to}`);
    if (room === 'dashboard' && to.startsWith('api/') && !typeOnly) {
      found.push(`${path}: the dashboard takes types only from ${to}`);
    }
  }
  const name = path.split('/').at(-1) ?? '';
  if (FORBIDDEN_NAMES.test(name)) found.push(`${path}: says nothing about what is in it`);
  if (room === 'domain') {
    const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
    for (const pattern of IMPURE) if (pattern.test(code)) found.push(`${path}: domain uses ${pattern.source}`);
  }
  const lines = text.split('\n').length;
  if (lines > 400) found.push(`${path}: ${lines} lines`);
  return found;
}

function cycles(sources: readonly Source[]): string[] {
  const known = new Set(sources.map(({ path }) => path));
  const edges = new Map(
    sources.map(({ path, text }) => [
      path,
      importsOf(text)
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => target(path, specifier))
        .filter((to) => known.has(to)),
    ]),
  );
  const found = new Set<string>();
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]) => {
    const seen = trail.indexOf(path);
    if (seen >= 0) found.add(`cycle: ${[...trail.slice(seen), path].join(' -> ')}`);
    if (seen >= 0 || done.has(path)) return;
    for (const to of edges.get(path) ?? []) visit(to, [...trail, path]);
    done.add(path);
  };
  for (const { path } of sources) visit(path, []);
  return [...found];
}
