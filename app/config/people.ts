import { z } from 'zod';
import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import { MemberId } from '../../domain/agreement/member-id.ts';
import { isHeldAt } from '../../domain/agreement/role.ts';
import type { Fault } from './fault.ts';
import { uniqueIds } from './unique-ids.ts';

const PersonEntry = z.strictObject({
  id: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'letters, digits, dot, hyphen, underscore 字母、数字、点、连字符、下划线')
    .meta({
      help: 'Stands in the ledger with everything that this person does; never used again for another.',
      example: 'wang',
    }),
  name: z.string().trim().min(1).max(100).meta({ help: 'For other people of the agreement; it is not in the ledger.' }),
  role: z.string().min(1).meta({ help: 'Post, one of `roles` of the agreement.', example: 'duty-officer' }),
  jurisdiction: MemberId.meta({ help: 'Jurisdiction of the agreement that has this post.', example: 'jia' }),
  token_hash: z
    .string()
    .regex(
      /^\$sha256\$[\w+/-]{43}=$/,
      '`$sha256$` and the Base64 of the SHA-256 of the token: lianfang people token <id>',
    )
    .meta({ help: 'Hash of the bearer token, from `lianfang people token <id>`; the token itself is nowhere here.' }),
});
export type PersonEntry = z.infer<typeof PersonEntry>;

/** The section `people` of the configuration (docs/guide/protocol-api.md). What a post may do stands in the agreement. */
export const People = z.array(PersonEntry).superRefine((people, context) => {
  uniqueIds(people, [], context);
  const seen = new Map<string, string>();
  for (const [index, { id, token_hash: hash }] of people.entries()) {
    const other = seen.get(hash);
    if (other !== undefined) {
      const message = `is that of "${other}" too: everybody has a token of his own 与“${other}”的令牌相同，令牌须一人一个`;
      context.addIssue({ code: 'custom', path: [index, 'token_hash'], message });
    }
    seen.set(hash, id);
  }
});

type Told = (path: readonly string[], message: string) => Fault;

/** People in posts that the agreement does not have there; `at` makes a fault of a path in the configuration (PRO-2). */
export function peopleFaults(
  people: readonly PersonEntry[],
  { version, roles, jurisdictions }: Pick<AgreementFile, 'version' | 'roles' | 'jurisdictions'>,
  at: Told,
): Fault[] {
  return people.flatMap(({ role: post, jurisdiction: place }, index): Fault[] => {
    const told = (field: string, en: string, zh: string): Fault[] => [
      { ...at(['people', String(index), field], en), zh, code: 'PRO-2' },
    ];
    const role = roles.find(({ id }) => id === post);
    const jurisdiction = jurisdictions.find(({ id }) => id === place);
    const known = roles.map(({ id }) => id).join(', ');
    return [
      ...(role === undefined
        ? told(
            'role',
            `version "${version}" of the agreement has no post "${post}"; it has ${known || 'none'}`,
            `协议“${version}”版没有“${post}”岗位，现有：${known || '无'}`,
          )
        : []),
      ...(jurisdiction === undefined
        ? told(
            'jurisdiction',
            `version "${version}" of the agreement has no jurisdiction "${place}"`,
            `协议“${version}”版没有“${place}”辖区`,
          )
        : []),
      ...(role !== undefined && jurisdiction !== undefined && !isHeldAt(role, jurisdiction)
        ? told(
            'role',
            `the post "${post}" exists at ${role.at.join(', ')}, not in "${place}"`,
            `“${post}”岗位设在 ${role.at.join('、')}，“${place}”没有`,
          )
        : []),
    ];
  });
}
