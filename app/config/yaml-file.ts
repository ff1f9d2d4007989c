import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { ConfigError, type Fault } from './fault.ts';

/** A YAML file held against a schema, able to say on which line a path stands. */
export class YamlFile {
  readonly file: string;
  /** What the file says, before the schema. */
  readonly content: unknown;
  readonly #root: unknown;
  readonly #lines = new LineCounter();

  /** Throws `ConfigError` when the file cannot be read or is not YAML. */
  constructor(file: string) {
    this.file = file;
    const document = parseDocument(readText(file), { lineCounter: this.#lines, uniqueKeys: true });
    const faults = document.errors.map((error) => ({
      file,
      line: this.#lines.linePos(error.pos[0]).line,
      path: '',
      message: error.message.split('\n')[0] ?? '',
    }));
    if (faults.length > 0) throw new ConfigError(faults);
    this.#root = document.contents;
    this.content = contentOf(document, file);
  }

  /** Every fault goes to `faults`; undefined when there was one. */
  parse<Schema extends z.ZodType>(schema: Schema, faults: Fault[]): z.output<Schema> | undefined {
    const parsed = schema.safeParse(this.content);
    for (const issue of parsed.error?.issues ?? []) {
      const path = issue.path.map(String);
      if (issue.code !== 'unrecognized_keys') faults.push(this.fault(path, issue.message));
      else
        for (const key of issue.keys) {
          faults.push(this.fault([...path, key], 'unknown field: remove it or correct its name'));
        }
    }
    return parsed.data;
  }

  fault(path: readonly string[], message: string): Fault {
    const line = lineOf(this.#root, path, this.#lines);
    return { file: this.file, ...(line === undefined ? {} : { line }), path: path.join('.'), message };
  }
}

/** Aliases are resolved only here: one that points nowhere, or a bomb of them, is a fault like any other. */
function contentOf(document: { toJS(): unknown }, file: string): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    throw new ConfigError([{ file, path: '', message: error instanceof Error ? error.message : String(error) }]);
  }
}

export function readText(file: string): string {
  try {
    const bytes = readFileSync(file);
    if (!isUtf8(bytes)) {
      const message = 'is not UTF-8 text (GBK, UTF-16?): save it as UTF-8 不是 UTF-8 文本，请另存为 UTF-8';
      throw new ConfigError([{ file, path: '', message }]);
    }
    return bytes.toString('utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new ConfigError([{ file, path: '', message: 'there is no such file', zh: '没有这个文件' }]);
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([{ file, path: '', message: `cannot be read: ${reason}` }]);
  }
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
