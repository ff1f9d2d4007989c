import { createRoute, z } from '@hono/zod-openapi';
import { formatIso } from '../../domain/time.ts';
import type { ApiApp } from '../api-app.ts';
import type { ApiDeps } from '../deps.ts';
import { BAD_QUERY, jsonContent, problemContent } from '../openapi-responses.ts';
import { AgreementView, GradeList, InstallationView, MeView, PersonView } from '../parties-contract.ts';
import { ApiProblem } from '../problem.ts';
import { requirePerson } from '../protocol/person-authority.ts';
import type { ProtocolPort } from '../protocol/protocol-port.ts';
import { agreementView } from '../views/agreement-view.ts';
import { gradeView } from '../views/grade-view.ts';

const nothing = z.strictObject({});
const UNKNOWN_PERSON = {
  401: problemContent('`unauthorized`.'),
  403: problemContent('`no_people`: nobody may give commands here.'),
};

const installation = createRoute({
  method: 'get',
  path: '/api/v1/installation',
  summary: 'What this is: region, clock, drill or not, who may read',
  request: { query: nothing },
  responses: { 200: jsonContent(InstallationView, 'Open to everybody.'), 400: BAD_QUERY },
});
const me = createRoute({
  method: 'get',
  path: '/api/v1/me',
  summary: 'Whose token this is',
  request: { query: nothing },
  responses: { 200: jsonContent(MeView, 'Person, post and jurisdiction.'), ...UNKNOWN_PERSON },
});
const people = createRoute({
  method: 'get',
  path: '/api/v1/people',
  summary: 'Who may give commands, for those who may',
  request: { query: nothing },
  responses: { 200: jsonContent(z.object({ items: z.array(PersonView) }), 'All people.'), ...UNKNOWN_PERSON },
});
const agreement = createRoute({
  method: 'get',
  path: '/api/v1/agreement',
  summary: 'The agreement in force, or one of its versions',
  request: { query: z.strictObject({ version: z.string().min(1).max(40).optional() }) },
  responses: { 200: jsonContent(AgreementView, 'Open to everybody: it holds no secrets.'), 400: BAD_QUERY },
});
const grades = createRoute({
  method: 'get',
  path: '/api/v1/grades',
  summary: 'The grades that the air gives now, of the region and of cities',
  request: { query: nothing },
  responses: { 200: jsonContent(GradeList, 'Those of which anything was ever told.'), 400: BAD_QUERY },
});

export function addPartyRoutes(
  app: ApiApp,
  { clock, clockRate, protocol }: Pick<ApiDeps, 'clock' | 'clockRate'> & { readonly protocol: ProtocolPort },
): void {
  app.openapi(installation, (c) => {
    const { id, name } = protocol.agreement().region;
    return c.json(
      {
        region: { id, name },
        serverNow: formatIso(clock.now()),
        clockRate,
        exercise: protocol.exercise,
        people: protocol.people.length > 0,
        reading: protocol.reading,
      },
      200,
    );
  });

  app.openapi(me, (c) => {
    const person = requirePerson(c, protocol);
    const { roles, jurisdictions } = protocol.agreement();
    const named = (id: string) => ({ zh: id, en: id });
    return c.json(
      {
        ...personView(person),
        roleName: roles.find(({ id }) => id === person.role)?.name ?? named(person.role),
        jurisdictionName:
          jurisdictions.find(({ id }) => id === person.jurisdiction)?.name ?? named(person.jurisdiction),
      },
      200,
    );
  });

  app.openapi(people, (c) => {
    requirePerson(c, protocol);
    return c.json({ items: protocol.people.map(personView) }, 200);
  });

  app.openapi(agreement, (c) => {
    const { version } = c.req.valid('query');
    const { versions } = protocol;
    if (version === undefined) return c.json(agreementView(protocol.agreement(), versions), 200);
    const found = versions.find((one) => one.agreement.version === version)?.agreement;
    if (found === undefined) {
      throw new ApiProblem('bad_query', { errors: [{ path: 'version', message: 'no version has this name' }] });
    }
    return c.json(agreementView(found, versions), 200);
  });

  app.openapi(grades, (c) => c.json({ items: protocol.grades().map(gradeView) }, 200));
}

function personView({ id, name, role, jurisdiction }: PersonView): PersonView {
  return { id, name, role, jurisdiction };
}
