import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AgreementFile } from '../domain/agreement/agreement-file.ts';
import { QualityLimits } from '../domain/air/quality/quality-limits.ts';
import { caseDiagram } from '../domain/enforcement/case-diagram.ts';
import { Condition } from '../domain/rule/condition.ts';
import { stageDiagram, standingDiagram } from '../domain/warning/warning-diagram.ts';
import { type Field, fieldsOf, variantsOf } from './config/fields.ts';
import { Config } from './config/schema.ts';
import { demoStationsCsv } from './simulation/demo-stations-csv.ts';

/**
 * Writes every file that follows from declarations; with `--check` it writes nothing and exits 1 when one is out of date.
 * Run by `npm run generate` and `npm run check`.
 */
const GENERATED: Readonly<Record<string, () => string>> = {
  'docs/reference/config.md': () =>
    page('Configuration 配置', 'lianfang.yaml', 'app/config/schema.ts', fieldsOf(Config)) + ENVIRONMENT,
  'docs/reference/agreement.md': () =>
    page('Agreement 协议', 'agreement.yaml', 'domain/agreement/agreement-file.ts', fieldsOf(AgreementFile)) +
    conditions(),
  'docs/reference/quality.md': () =>
    page(
      'Quality control 质控限值',
      'quality` in `agreement.yaml',
      'domain/air/quality/quality-limits.ts',
      fieldsOf(QualityLimits),
    ),
  'docs/reference/lianfang.schema.json': () => schema(Config),
  'docs/reference/agreement.schema.json': () => schema(AgreementFile),
  'config/demo/stations.csv': demoStationsCsv,
  'docs/spec/warning.md': () => withDiagrams('docs/spec/warning.md', [standingDiagram(), stageDiagram()]),
  'docs/spec/enforcement.md': () => withDiagrams('docs/spec/enforcement.md', [caseDiagram()]),
};

const ENVIRONMENT = `
An environment variable wins over the file; one that starts with \`LIANFANG_\` and is in no row is refused. A secret can be a
file: write \`password_file: path\` instead of \`password\` (the path is relative to the configuration), or set
\`LIANFANG_..._FILE\`.

环境变量优先于文件；以 \`LIANFANG_\` 开头但表中没有的变量会被拒绝。密钥可放在文件里：用 \`password_file: 路径\` 代替 \`password\`，或设置
\`LIANFANG_..._FILE\`。
`;

/** The page as it is, its pictures drawn from the tables; throws when it has not as many as are drawn. */
function withDiagrams(path: string, diagrams: readonly string[]): string {
  const text = readFileSync(root + path, 'utf8');
  const left = [...diagrams];
  const drawn = text.replace(/```mermaid\n[^`]*```/g, (picture) => {
    const diagram = left.shift();
    return diagram === undefined ? picture : `\`\`\`mermaid\n${diagram}\`\`\``;
  });
  if (left.length > 0) throw new Error(`${path} has no place for ${left.length} diagrams`);
  return drawn;
}

/** The conditions of rules, which contain each other. */
function conditions(): string {
  const kinds = variantsOf(Condition).flatMap(({ kind, fields }) => [
    `| **\`kind: ${kind}\`** | | | |`,
    ...rowsOf(fields, false),
  ]);
  return `
## Conditions 条件

What \`rules[].when\` may be, and wherever the type is \`condition\` (docs/spec/conditions.md). \`rules[].when\` 及类型为 \`condition\` 处可用的条件。

| field 字段 | type | default | what it is |
|---|---|---|---|
${kinds.join('\n')}
`;
}

/** Fields of several alternatives that stand at one place become one. */
function merged(fields: readonly Field[]): Field[] {
  return [...Map.groupBy(fields, ({ path }) => path.join('.')).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const type = [...new Set(same.map((field) => field.type))].join(' | ');
    return { ...first, type, required: same.every(({ required }) => required), help: same.at(-1)?.help ?? first.help };
  });
}

function page(title: string, file: string, source: string, fields: readonly Field[]): string {
  const environment = fields.some(({ env }) => env !== undefined) && file === 'lianfang.yaml';
  const rows = rowsOf(merged(fields), environment);
  const head = ['field 字段', 'type', 'default', 'what it is', ...(environment ? ['environment 环境变量'] : [])];
  return [
    `# ${title}`,
    '',
    `\`${file}\`, one YAML file; unknown fields are refused, \`lianfang check\` tells every fault at once. Generated from`,
    `\`${source}\` by \`npm run generate\`: do not edit.`,
    '',
    `| ${head.join(' | ')} |`,
    `|${'---|'.repeat(head.length)}`,
    ...rows,
    '',
  ].join('\n');
}

function rowsOf(fields: readonly Field[], environment: boolean): string[] {
  return fields.map((field) => {
    const help = [field.help, field.example === undefined ? '' : `e.g. \`${field.example}\``].filter(Boolean).join(' ');
    const cells = [
      `\`${field.path.join('.').replaceAll('.[]', '[]')}\``,
      field.type.replaceAll('|', '\\|'),
      field.required ? 'required' : field.default === undefined ? '' : `\`${JSON.stringify(field.default)}\``,
      field.secret ? `${help} **Secret.**` : help,
      ...(environment ? [field.env === undefined ? '' : `\`${field.env}\``] : []),
    ];
    return `| ${cells.join(' | ')} |`;
  });
}

function schema(of: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(of, { io: 'input' }), null, 2)}\n`;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
let stale = 0;
for (const [path, make] of Object.entries(GENERATED)) {
  const file = root + path;
  const text = make();
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  stale += 1;
  if (check) console.error(`${path} is out of date: run npm run generate`);
  else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}
if (check && stale > 0) process.exitCode = 1;
