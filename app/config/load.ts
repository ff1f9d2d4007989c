import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { Station } from '../../domain/air/station.ts';
import { readStationsCsv } from '../csv/stations-csv.ts';
import { configFields, type Field } from './fields.ts';
import { Config } from './schema.ts';

/** One fault of a configuration, with where it stands. */
export interface Fault {
  readonly file: string;
  /** 1-based; absent when the fault has no place in the file (a missing field, an environment variable). */
  readonly line?: number;
  readonly path: string;
  readonly message: string;
}

/** All faults at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(faultText).join('\n'));
    this.faults = faults;
  }
}

export function faultText({ file, line, path, message }: Fault): string {
  return `${file}${line === undefined ? '' : `:${line}`}: ${path === '' ? '' : `${path}: `}${message}`;
}

export interface Loaded {
  readonly config: Config;
  readonly stations: readonly Station[];
  /** Folder of the file: relative paths start here. */
  readonly directory: string;
}

/** Reads the file, lays the environment over it, checks everything, and reads the stations. Throws `ConfigError` with every fault. */
export function loadConfig(file: string, env: Readonly<Record<string, string | undefined>>): Loaded {
  const faults: Fault[] = [];
  const lines = new LineCounter();
  const document = parseDocument(read(file, file, ''), { lineCounter: lines, uniqueKeys: true });
  for (const error of document.errors) {
    faults.push({
      file,
      line: lines.linePos(error.pos[0]).line,
      path: '',
      message: error.message.split('\n')[0] ?? '',
    });
  }
  if (faults.length > 0) throw new ConfigError(faults);

  const fields = configFields();
  const input: unknown = document.toJS() ?? {};
  if (isRecord(input)) applyEnvironment(input, { env, fields, faults });
  const directory = dirname(resolve(file));
  if (isRecord(input)) readSecretFiles(input, { fields, faults, file, directory });

  const parsed = Config.safeParse(input);
  for (const issue of parsed.error?.issues ?? []) {
    const path = issue.path.map(String);
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    for (const key of keys) {
      const at = key === undefined ? path : [...path, key];
      const line = lineOf(document.contents, at, lines);
      const message = key === undefined ? issue.message : 'unknown field: remove it or correct its name';
      faults.push({ file, ...(line === undefined ? {} : { line }), path: at.join('.'), message });
    }
  }
  if (!parsed.success) throw new ConfigError(faults);

  const stations = readStations(resolve(directory, parsed.data.stations), faults);
  checkReferences({
    config: parsed.data,
    stations,
    file,
    faults,
    lineOf: (path) => lineOf(document.contents, path, lines),
  });
  if (faults.length > 0) throw new ConfigError(faults);
  return { config: parsed.data, stations, directory };
}

function readStations(path: string, faults: Fault[]): readonly Station[] {
  const { stations, errors } = readStationsCsv(read(path, path, 'stations'));
  for (const error of errors)
    faults.push({ file: path, line: error.line, path: error.column ?? '', message: error.message });
  return stations;
}

function checkReferences(input: {
  readonly config: Config;
  readonly stations: readonly Station[];
  readonly file: string;
  readonly faults: Fault[];
  readonly lineOf: (path: readonly string[]) => number | undefined;
}): void {
  const { config, stations, file, faults } = input;
  const known = { station: new Set(stations.map(({ id }) => id)), city: new Set(stations.map(({ city }) => city)) };
  const miss = (path: readonly string[], message: string) => {
    const line = input.lineOf(path);
    faults.push({ file, ...(line === undefined ? {} : { line }), path: path.join('.'), message });
  };
  for (const [index, city] of config.cities.entries()) {
    if (!known.city.has(city.id)) miss(['cities', String(index), 'id'], `no station is in city "${city.id}"`);
  }
  for (const [index, rule] of config.rules.entries()) {
    for (const [position, subject] of (rule.only ?? []).entries()) {
      const path = ['rules', String(index), 'only', String(position)];
      if (!known[rule.on].has(subject)) miss(path, `there is no ${rule.on} "${subject}"`);
    }
  }
}

function read(path: string, file: string, at: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([{ file, path: at, message: `cannot be read: ${reason}` }]);
  }
}

function applyEnvironment(
  input: Record<string, unknown>,
  {
    env,
    fields,
    faults,
  }: { env: Readonly<Record<string, string | undefined>>; fields: readonly Field[]; faults: Fault[] },
): void {
  const known = new Map<string, { field: Field; file: boolean }>();
  for (const field of fields) {
    if (field.env === undefined) continue;
    known.set(field.env, { field, file: false });
    if (field.secret) known.set(`${field.env}_FILE`, { field, file: true });
  }
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith('LIANFANG_') || text === undefined || RESERVED.has(name)) continue;
    const target = known.get(name);
    if (target === undefined) {
      faults.push({ file: 'environment', path: name, message: 'no such setting: see docs/reference/config.md' });
      continue;
    }
    const path = target.file
      ? [...target.field.path.slice(0, -1), `${target.field.path.at(-1)}_file`]
      : target.field.path;
    setPath(input, path, target.file || target.field.type === 'string' ? text : fromText(text));
  }
}

/** Variables of ours that are not settings. */
const RESERVED = new Set(['LIANFANG_DATA', 'LIANFANG_CONFIG']);

/** `token_file: path` beside or instead of `token: ...`: the secret is the file's text without the last line end. */
function readSecretFiles(
  input: Record<string, unknown>,
  context: { fields: readonly Field[]; faults: Fault[]; file: string; directory: string },
): void {
  for (const { path } of context.fields.filter(({ secret }) => secret)) {
    for (const owner of owners(input, path.slice(0, -1))) {
      const name = path.at(-1) ?? '';
      const key = `${name}_file`;
      const from = owner[key];
      if (from === undefined) continue;
      delete owner[key];
      const place = { file: context.file, path: [...path.slice(0, -1), key].join('.') };
      if (typeof from !== 'string') context.faults.push({ ...place, message: 'must be a path' });
      else {
        try {
          owner[name] = readFileSync(resolve(context.directory, from), 'utf8').replace(/\r?\n$/, '');
        } catch (error) {
          context.faults.push({
            ...place,
            message: `cannot be read: ${error instanceof Error ? error.message : error}`,
          });
        }
      }
    }
  }
}

function* owners(value: unknown, path: readonly string[]): Iterable<Record<string, unknown>> {
  const [head, ...rest] = path;
  if (head === '[]') for (const item of Array.isArray(value) ? value : []) yield* owners(item, rest);
  else if (isRecord(value)) {
    if (head === undefined) yield value;
    else yield* owners(value[head], rest);
  }
}

function setPath(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let owner = target;
  for (const name of path.slice(0, -1)) {
    const next = owner[name];
    if (isRecord(next)) owner = next;
    else {
      const created: Record<string, unknown> = {};
      owner[name] = created;
      owner = created;
    }
  }
  owner[path.at(-1) ?? ''] = value;
}

function fromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The line of the deepest part of the path that is in the file. */
function lineOf(root: unknown, path: readonly string[], lines: LineCounter): number | undefined {
  let node: unknown = root;
  let line: number | undefined;
  for (const name of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === name);
      if (pair === undefined) break;
      line = start(pair.key, lines) ?? line;
      node = pair.value;
    } else {
      const item = (node as { items?: unknown[] } | undefined)?.items?.[Number(name)];
      if (item === undefined) break;
      line = start(item, lines) ?? line;
      node = item;
    }
  }
  return line;
}

function start(node: unknown, lines: LineCounter): number | undefined {
  const range = (node as Node | undefined)?.range;
  return range === undefined || range === null ? undefined : lines.linePos(range[0]).line;
}
