import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ApiApp } from '../api-app.ts';
import { DemoPeople, type DemoPerson } from '../demo-contract.ts';
import { jsonContent, problemContent } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';

/** The parts that a visitor of the demonstration may take. */
export interface DemoPort {
  people(): readonly DemoPerson[];
  /** From now on a visitor answers for the person's jurisdiction. */
  take(person: DemoPerson): void;
  /** The script answers for it again. */
  giveBack(person: DemoPerson): void;
}

const ELSEWHERE = problemContent(
  '`not_found`: this is no demonstration, there is no such person, or not this machine.',
);

const people = createRoute({
  method: 'get',
  path: '/api/v1/demo/people',
  summary: 'Demonstration only: whose part a visitor may take, with tokens',
  responses: { 200: jsonContent(DemoPeople, 'All people.'), 404: ELSEWHERE },
});
const change = (step: 'take' | 'give_back', summary: string) =>
  createRoute({
    method: 'post',
    path: `/api/v1/demo/people/{id}/${step}` as const,
    summary,
    request: { params: z.object({ id: z.string() }) },
    responses: { 200: jsonContent(DemoPeople, 'All people, as they are now.'), 404: ELSEWHERE },
  });
const take = change('take', 'Demonstration only: a visitor answers for the jurisdiction of this person');
const giveBack = change('give_back', 'Demonstration only: the script answers for it again');

/** See `demo-contract.ts`. */
export function addDemoRoutes(app: ApiApp, demo: DemoPort): void {
  const named = (c: Context, id: string) => {
    requireThisMachine(c);
    const person = demo.people().find((one) => one.id === id);
    if (person === undefined) throw new ApiProblem('not_found', { detail: id });
    return person;
  };
  const all = () => ({ items: [...demo.people()] });

  app.openapi(people, (c) => {
    requireThisMachine(c);
    return c.json(all(), 200);
  });
  app.openapi(take, (c) => {
    demo.take(named(c, c.req.valid('param').id));
    return c.json(all(), 200);
  });
  app.openapi(giveBack, (c) => {
    demo.giveBack(named(c, c.req.valid('param').id));
    return c.json(all(), 200);
  });
}

const THIS_MACHINE = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The demonstration listens on loopback alone; a name that was made to point there (DNS rebinding) is another page's, not ours. */
function requireThisMachine(c: Context): void {
  const { hostname } = new URL(c.req.url);
  if (!THIS_MACHINE.has(hostname)) throw new ApiProblem('not_found', { detail: 'only on the machine itself' });
}
