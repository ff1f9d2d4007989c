import type { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import type { By } from '../../../domain/warning/actor.ts';
import { both, escaped } from '../../report/html.ts';
import { nameIn } from './name-in.ts';
import { wordFor } from './words.ts';

/** Who did it, as HTML in both languages: person, post and jurisdiction by the names of the agreement, or the part of the program. */
export function whoIn(agreement: Pick<AgreementFile, 'jurisdictions' | 'roles'>): (by: By) => string {
  const nameOf = nameIn(agreement);
  const posts = new Map(agreement.roles.map(({ id, name }) => [id, name]));
  return (by) => {
    if ('machine' in by) return wordFor('machine', by.machine);
    const post = posts.get(by.role);
    return [
      escaped(by.person),
      post === undefined ? escaped(by.role) : both(post.zh, post.en),
      nameOf(by.jurisdiction),
    ].join(' · ');
  };
}
