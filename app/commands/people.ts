import { randomBytes } from 'node:crypto';
import { Command, InvalidArgumentError } from 'commander';
import { newSecret } from '../../ingest/credentials/secret.ts';
import { hashSecret } from '../../ingest/credentials/secret-hash.ts';

/** `lianfang people token <id>`: who may give commands. Exit 0 done, 2 wrong use. */
export function peopleCommand(): Command {
  const token = new Command('token')
    .description('make a token for one person; it is shown once 为一人生成令牌：令牌只显示一次')
    .argument('<id>', 'id of the person in `people` of the configuration 人员编号', personId)
    .option('--json', 'one JSON object')
    .action(async (id: string, flags: { readonly json?: true }) => {
      const secret = newSecret('http', randomBytes);
      const hash = await hashSecret(secret, 'http', randomBytes);
      if (flags.json) console.log(JSON.stringify({ person: id, token: secret, token_hash: hash }));
      else {
        console.log(`${id}\t${secret}`);
        console.log(`token_hash: "${hash}"`);
      }
      console.error(
        `The token is shown this once: give it to "${id}". The line goes into the entry of "${id}" under \`people\`; then start again.\n` +
          `令牌只显示这一次，请交给“${id}”本人；token_hash 一行写入配置 people 中“${id}”的条目，然后重启。`,
      );
    });
  return new Command('people').description('people and their tokens 人员及其令牌').addCommand(token.exitOverride());
}

function personId(text: string): string {
  if (!/^[\w.-]{1,64}$/.test(text)) {
    throw new InvalidArgumentError('letters, digits, dot, hyphen, underscore 字母、数字、点、连字符、下划线');
  }
  return text;
}
