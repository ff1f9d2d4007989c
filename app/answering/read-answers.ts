import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { ConfigError, type Fault } from '../config/fault.ts';
import { YamlFile } from '../config/yaml-file.ts';
import { Answers, answersAt } from './answers-file.ts';
import { mannerOf, Pace } from './manner.ts';

/**
 * `prompt`, `slow`, `silent`: every member at that pace, and a prompt coordinator, for without one nothing is issued; else a YAML file. Throws `ConfigError` with every fault; names that are in none of the
 * agreements are faults too.
 */
export function readAnswers(given: string, agreements: readonly AgreementFile[]): Answers {
  const pace = Pace.safeParse(given);
  if (pace.success) {
    const coordinators = agreements.flatMap(({ region }) => region.coordinator ?? []);
    return answersAt(pace.data, Object.fromEntries(coordinators.map((id) => [id, mannerOf('prompt')])));
  }
  const file = new YamlFile(given);
  const faults: Fault[] = [];
  const answers = file.parse(Answers, faults);
  const known = new Set(agreements.flatMap(({ jurisdictions }) => jurisdictions.map(({ id }) => id)));
  const strangers = [
    ...Object.keys(answers?.jurisdictions ?? {}).map((id) => ({ id, path: ['jurisdictions', id] })),
    ...(answers?.script ?? []).map(({ by }, line) => ({ id: by, path: ['script', String(line), 'by'] })),
  ].filter(({ id }) => !known.has(id));
  for (const { id, path } of strangers) {
    faults.push({ ...file.fault(path, `there is no jurisdiction "${id}"`), zh: `没有辖区“${id}”` });
  }
  if (answers === undefined || faults.length > 0) throw new ConfigError(faults);
  return answers;
}
