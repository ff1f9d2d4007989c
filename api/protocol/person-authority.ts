import type { Context } from 'hono';
import { ApiProblem } from '../problem.ts';
import type { Person, ProtocolPort } from './protocol-port.ts';

type People = Pick<ProtocolPort, 'people' | 'personOf'>;

/** Whoever gives a command: throws `no_people` where nobody may, `unauthorized` unless the bearer token is a person's (PRO-1). */
export function requirePerson(c: Context, port: People): Person {
  if (port.people.length === 0) throw noPeople();
  const person = personOf(c, port);
  if (person === undefined) throw unauthorized(c, 'no token; send Authorization: Bearer <token>');
  return person;
}

/** Whoever reads warnings, cases, ledger and notices; undefined: anybody may, and this is nobody known. Throws as above (PRO-3). */
export function requireReader(c: Context, port: People & Pick<ProtocolPort, 'reading'>): Person | undefined {
  if (port.reading === 'people') return requirePerson(c, port);
  if (port.reading === 'closed') throw noPeople();
  return personOf(c, port);
}

/** A token that nobody has is never taken for none: its owner has to hear that it is no longer good. */
function personOf(c: Context, port: People): Person | undefined {
  const header = c.req.header('authorization');
  if (header === undefined || port.people.length === 0) return undefined;
  const [, token] = /^bearer +([\w.~+/=-]{1,1000}) *$/i.exec(header) ?? [];
  const person = token === undefined ? undefined : port.personOf(token);
  if (person === undefined) throw unauthorized(c, 'the token is not valid');
  return person;
}

function noPeople(): ApiProblem {
  return new ApiProblem('no_people', { detail: 'set `people` in the configuration: lianfang people token <id>' });
}

function unauthorized(c: Context, detail: string): ApiProblem {
  c.header('WWW-Authenticate', c.req.header('authorization') === undefined ? 'Bearer' : 'Bearer error="invalid_token"');
  return new ApiProblem('unauthorized', { detail });
}
