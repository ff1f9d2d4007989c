import { parseDocument } from 'yaml';
import { Profile } from './profile.ts';

/** All that is wrong with a profile, a sentence a line. */
export class BadProfile extends Error {
  override readonly name = 'BadProfile';
}

/** A profile from its YAML text; `file` is for the messages. Throws `BadProfile` with every fault. */
export function parseProfile(text: string, file: string): Profile {
  const document = parseDocument(text, { uniqueKeys: true });
  const [broken] = document.errors;
  if (broken !== undefined) throw new BadProfile(`${file}: ${broken.message.split('\n')[0]}`);
  const parsed = Profile.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  throw new BadProfile(
    parsed.error.issues.map(({ path, message }) => `${file}: ${path.join('.')}: ${message}`).join('\n'),
  );
}
