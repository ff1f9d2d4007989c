import { z } from 'zod';
import { type AgreementFault, fault, type Path } from './agreement-fault.ts';

const chinese = z.locales.zhCN().localeError;

type Issue = z.core.$ZodIssue;

/** What a schema says against a value, in both languages (AGR-1); a field that is not known is one fault each. */
export function schemaFaults(schema: z.ZodType, content: unknown): AgreementFault[] {
  const english = schema.safeParse(content).error?.issues;
  if (english === undefined) return [];
  const localized = schema.safeParse(content, { error: chinese }).error?.issues ?? [];
  return english.flatMap((issue, index) => faultsOf(issue, localized[index] ?? issue, []));
}

function faultsOf(en: Issue, zh: Issue, before: Path): AgreementFault[] {
  const path = [...before, ...en.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  if (en.code === 'unrecognized_keys') {
    return en.keys.map((key) =>
      fault('AGR-1', [...path, key], 'unknown field: remove it or correct its name', '未知字段：请删除或改正名称'),
    );
  }
  if (en.code === 'invalid_union' && zh.code === 'invalid_union') {
    const branch = nearest(en.errors);
    const [inner, same] = [en.errors[branch], zh.errors[branch]];
    if (inner?.some((issue) => issue.path.length > 0)) {
      return inner.flatMap((issue, index) => faultsOf(issue, same?.[index] ?? issue, path));
    }
    if ('discriminator' in en && typeof en.discriminator === 'string') {
      const at = path.at(-1) === en.discriminator ? path : [...path, en.discriminator];
      return [fault('AGR-1', at, `there is no such ${en.discriminator}`, `没有这种 ${en.discriminator}`)];
    }
    const [either, oder] = [en.errors.flat(), zh.errors.flat()].map((all) => all.map(({ message }) => message));
    if (either !== undefined && oder !== undefined && either.length > 0) {
      return [fault('AGR-1', path, either.join(', or '), oder.join('；或 '))];
    }
  }
  const given = en.code === 'custom' && typeof en.params?.['zh'] === 'string' ? en.params['zh'] : zh.message;
  return [fault('AGR-1', path, en.message, given)];
}

/** The alternative that the value comes nearest to: the one whose faults lie deepest. */
function nearest(errors: readonly (readonly Issue[])[]): number {
  const depths = errors.map((issues) => Math.max(0, ...issues.map(({ path }) => path.length)));
  return depths.indexOf(Math.max(...depths));
}
