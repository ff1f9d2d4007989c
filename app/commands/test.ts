import { Command } from 'commander';
import { ConfigError, type Fault, faultText } from '../config/fault.ts';
import { loadRuleTests } from '../rule-tests/load-rule-tests.ts';
import { outcomeText } from '../rule-tests/outcome-text.ts';
import { runRuleTest, type TestOutcome } from '../rule-tests/run-rule-test.ts';

interface FileOutcome {
  readonly file: string;
  readonly faults: readonly Fault[];
  readonly tests: readonly (TestOutcome & { readonly ok: boolean })[];
}

/** `lianfang test`: rules tried on series with the alerts they must give. Exit 1 when one gives others, 2 when a file cannot be used. */
export function testCommand(): Command {
  return new Command('test')
    .description('run YAML tests of rules 运行规则的 YAML 测试')
    .argument('<files...>', 'files of tests (docs/spec/rule-tests.md) 测试文件')
    .option('--json', 'print the outcomes as JSON 以 JSON 输出')
    .action((files: readonly string[], options: { readonly json?: boolean }) => {
      const outcomes = files.map(runFile);
      if (options.json) console.log(JSON.stringify({ ok: outcomes.every(isGood), files: outcomes }));
      else print(outcomes);
      if (outcomes.some(({ faults }) => faults.length > 0)) process.exitCode = 2;
      else if (!outcomes.every(isGood)) process.exitCode = 1;
    });
}

function runFile(file: string): FileOutcome {
  try {
    const { tests, ...loaded } = loadRuleTests(file);
    const ran = tests.map((test) => {
      const outcome = runRuleTest(loaded, test);
      return { ok: outcome.missing.length === 0 && outcome.unexpected.length === 0, ...outcome };
    });
    return { file, faults: [], tests: ran };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { file, faults: error.faults, tests: [] };
  }
}

function isGood({ faults, tests }: FileOutcome): boolean {
  return faults.length === 0 && tests.every(({ ok }) => ok);
}

function print(outcomes: readonly FileOutcome[]): void {
  for (const { file, faults, tests } of outcomes) {
    console.log(file);
    for (const fault of faults) console.log(faultText(fault));
    for (const test of tests) console.log(outcomeText(test));
  }
  const tests = outcomes.flatMap((outcome) => outcome.tests);
  const failed = tests.filter(({ ok }) => !ok).length;
  const faults = outcomes.flatMap((outcome) => outcome.faults).length;
  const more = faults === 0 ? '' : `, ${faults} fault(s) 处错误`;
  console.log(`${tests.length - failed} passed 通过, ${failed} failed 未通过${more}`);
}
