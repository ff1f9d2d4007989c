import type { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import { both, escaped } from '../../report/html.ts';

/** Names of jurisdictions as HTML in both languages; the id of one that is not in the agreement. */
export function nameIn({ jurisdictions }: Pick<AgreementFile, 'jurisdictions'>): (id: string) => string {
  const names = new Map(jurisdictions.map(({ id, name }) => [id, name]));
  return (id) => {
    const name = names.get(id);
    return name === undefined ? escaped(id) : both(name.zh, name.en);
  };
}
