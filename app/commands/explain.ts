import { Command, InvalidArgumentError } from 'commander';
import { RuleEvaluations } from '../../api/rules-contract.ts';
import { explanationText } from '../explain/explanation-text.ts';

interface ExplainOptions {
  readonly url: string;
  readonly rule: string;
  readonly subject: string;
  readonly hours: number;
  readonly json?: boolean;
}

/** `lianfang explain`: why a rule of a running installation speaks or keeps silent. Exit 1 when the installation cannot say. */
export function explainCommand(): Command {
  return new Command('explain')
    .description('why a rule speaks or keeps silent 解释规则为何报警或不报警')
    .option('--url <url>', 'of the running installation 运行中系统的地址', 'http://127.0.0.1:8080')
    .requiredOption('--rule <id>', 'rule 规则')
    .requiredOption('--subject <kind:id>', 'such as station:a1, city:jia, region:demo, "pair:jia>yi" 对象')
    .option('--hours <n>', 'so many judged hours, newest first 小时数', hours, 6)
    .option('--json', 'as the interface answers 原样输出 JSON')
    .action(async (options: ExplainOptions) => {
      const answer = await ask(options);
      if ('fault' in answer) {
        console.error(answer.fault);
        process.exitCode = 1;
      } else if (options.json) console.log(JSON.stringify(answer.body));
      else console.log(explanationText(answer.body));
    });
}

function hours(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 96) return count;
  throw new InvalidArgumentError('write a whole number, 1 to 96');
}

type Answer = { readonly body: RuleEvaluations } | { readonly fault: string };

async function ask({ url, rule, subject, hours: count }: ExplainOptions): Promise<Answer> {
  let response: Response;
  try {
    const address = new URL(`/api/v1/rules/${encodeURIComponent(rule)}/evaluations`, url);
    address.searchParams.set('subject', subject);
    address.searchParams.set('hours', String(count));
    response = await fetch(address);
  } catch (error) {
    const reason = error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : error;
    return { fault: `${url} does not answer 无应答: ${reason}` };
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) return { fault: problemText(response.status, body) };
  const read = RuleEvaluations.safeParse(body);
  return read.success ? { body: read.data } : { fault: `${url} answers something else: is it Lianfang? 应答格式不符` };
}

function problemText(status: number, body: unknown): string {
  const { title = '', code = '', detail = '' } = (body ?? {}) as Readonly<Record<string, string>>;
  return [status, code, title, detail].filter((part) => part !== '').join(' · ');
}
