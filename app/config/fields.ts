import { z } from 'zod';

/** One leaf of the configuration, as the reference page and the environment see it. */
export interface Field {
  readonly path: readonly string[];
  readonly type: string;
  readonly required: boolean;
  readonly default?: unknown;
  readonly help: string;
  readonly example?: unknown;
  readonly secret: boolean;
  /** Present where an environment variable can set it (not inside lists). */
  readonly env?: string;
}

interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly help?: string;
  readonly example?: unknown;
  readonly secret?: boolean;
  /** A section that is told on a page of its own, beside this one. */
  readonly page?: string;
}

/** Every leaf of a schema, in the order of the declaration. */
export function fieldsOf(schema: z.ZodType): Field[] {
  return [...leaves(z.toJSONSchema(schema, { io: 'input' }) as JsonSchema, [], true)];
}

/** One alternative of a schema that is told apart by its `kind`. */
export interface Variant {
  readonly kind: string;
  readonly fields: readonly Field[];
}

/** Every alternative of a union on `kind`, which may contain itself; the fields without `kind`. */
export function variantsOf(schema: z.ZodType): Variant[] {
  const root = z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
  const target = (one: JsonSchema): JsonSchema => {
    const name = one.$ref === '#' ? undefined : one.$ref?.split('/').at(-1);
    return one.$ref === '#' ? root : name === undefined ? one : (root.$defs?.[name] ?? one);
  };
  return (target(root).oneOf ?? []).map(target).map((variant) => ({
    kind: String(variant.properties?.['kind']?.const ?? ''),
    fields: [...leaves(variant, [], true)].filter(({ path }) => path[0] !== 'kind'),
  }));
}

function* leaves(schema: JsonSchema, path: readonly string[], required: boolean): Iterable<Field> {
  const variants = (schema.oneOf ?? schema.anyOf)?.filter((variant) => variant.type !== 'null');
  const isPaged = schema.page !== undefined && path.length > 0;
  if (schema.properties !== undefined && !isPaged) {
    for (const [name, child] of Object.entries(schema.properties)) {
      yield* leaves(child, [...path, name], schema.required?.includes(name) ?? false);
    }
  } else if (schema.items !== undefined && (schema.items.properties ?? schema.items.oneOf) !== undefined) {
    yield* leaves(schema.items, [...path, '[]'], required);
  } else if (variants?.every((variant) => variant.properties !== undefined)) {
    for (const variant of variants) yield* leaves(variant, path, required);
  } else {
    const inList = path.includes('[]');
    yield {
      path,
      type: typeOf(schema),
      required,
      ...(schema.default === undefined ? {} : { default: schema.default }),
      help: [schema.help, isPaged ? `See [${schema.page}](${schema.page}).` : undefined].filter(Boolean).join(' '),
      ...(schema.example === undefined ? {} : { example: schema.example }),
      secret: schema.secret ?? false,
      ...(inList ? {} : { env: envName(path) }),
    };
  }
}

export function envName(path: readonly string[]): string {
  return `LIANFANG_${path.join('_').toUpperCase()}`;
}

function typeOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return 'condition';
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.items !== undefined) return `list of ${typeOf(schema.items)}`;
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) return variants.map(typeOf).join(' | ');
  return [schema.type ?? 'any'].flat().join(' | ');
}
