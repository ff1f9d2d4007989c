import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ApiApp } from '../api-app.ts';
import { jsonContent, problemContent, STORE_UNAVAILABLE } from '../openapi-responses.ts';
import { ApiProblem, type ProblemCode } from '../problem.ts';
import { RefusalProblem } from '../protocol-contract.ts';
import { ledgerEntryView } from '../views/ledger-view.ts';
import { commandBody, commandHeaders } from './command-request.ts';
import { requirePerson } from './person-authority.ts';
import type { CommandOutcome, Person, ProtocolPort } from './protocol-port.ts';
import { refusalProblem } from './refusal-problem.ts';

/** One of the protocols as commands reach it. `begins`: the command that `POST <path>` is, and that needs no id. */
export interface CommandDesk<State extends { readonly id: string; readonly version: number }> {
  readonly path: '/api/v1/warnings' | '/api/v1/cases';
  readonly begins: string;
  readonly bodies: Readonly<Record<string, z.ZodType>>;
  readonly answer: z.ZodType;
  readonly unknown: Extract<ProblemCode, 'unknown_warning' | 'unknown_case'>;
  readonly spec: string;
  get(id: string): State | undefined;
  give(order: {
    readonly id?: string;
    readonly key: string;
    readonly command: { readonly type: string };
  }): Promise<CommandOutcome<State>>;
  /** The member of the answer with the state in it. */
  view(state: State, person: Person): Readonly<Record<string, unknown>>;
}

/** `POST <path>` and `POST <path>/{id}/{command}`, each command with its own body in the OpenAPI document (PRO-4..8). */
export function addCommandRoutes<State extends { readonly id: string; readonly version: number }>(
  app: ApiApp,
  port: Pick<ProtocolPort, 'people' | 'personOf' | 'exercise'>,
  desk: CommandDesk<State>,
): void {
  const { path, begins, bodies } = desk;
  for (const [name, body] of Object.entries(bodies)) {
    app.openAPIRegistry.registerPath(documented(desk, { name, body }));
  }
  const first = bodies[begins];
  if (first === undefined) throw new Error(`${begins} has no body`);
  app.openAPIRegistry.registerPath(documented(desk, { name: begins, body: first, isFirst: true }));
  app.post(path, (c) => carryOut(c, begins, first));
  app.post(`${path}/:id/:command`, (c) => {
    const { id, command } = c.req.param();
    const body = Object.hasOwn(bodies, command) ? bodies[command] : undefined;
    if (body === undefined) {
      const detail = `no command "${command.slice(0, 40)}"; there are ${Object.keys(bodies).join(', ')}`;
      throw new ApiProblem('not_found', { detail });
    }
    return carryOut(c, command, body, id);
  });

  async function carryOut(c: Context, type: string, body: z.ZodType, id?: string): Promise<Response> {
    const person = requirePerson(c, port);
    const { key, expectedVersion } = commandHeaders(c);
    if (id !== undefined && desk.get(id) === undefined) throw new ApiProblem(desk.unknown, { detail: id });
    const fields = (await commandBody(c, body)) as object;
    const command = {
      ...fields,
      type,
      by: { person: person.id, role: person.role, jurisdiction: person.jurisdiction },
      ...(port.exercise && type === begins ? { exercise: true } : {}),
      ...(expectedVersion === undefined ? {} : { expectedVersion }),
    };
    const outcome = await desk.give({ ...(id === undefined ? {} : { id }), key, command });
    if (outcome.outcome === 'refused') throw refusalProblem(outcome);
    const { events, repeated } = outcome;
    const state = desk.get(outcome.state.id) ?? outcome.state;
    if (repeated) c.header('Idempotent-Replayed', 'true');
    if (id === undefined) c.header('Location', `${path}/${encodeURIComponent(state.id)}`);
    c.header('ETag', `"${state.version}"`);
    return c.json({ repeated, events: events.map(ledgerEntryView), ...desk.view(state, person) });
  }
}

function documented<State extends { readonly id: string; readonly version: number }>(
  { path, answer, unknown, spec }: CommandDesk<State>,
  { name, body, isFirst = false }: { readonly name: string; readonly body: z.ZodType; readonly isFirst?: boolean },
) {
  // Times are strings here and instants inside, which only the input side of the schema says.
  const { $schema: _, ...schema } = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' });
  const headers = z.object({
    'idempotency-key': z
      .string()
      .openapi({ description: 'Visible ASCII, such as a UUID: the same again is answered, not done again.' }),
    'if-match': z.string().optional().openapi({ description: 'The version that was seen, in quotes: `"7"`.' }),
  });
  return {
    method: 'post' as const,
    path: isFirst ? path : `${path}/{id}/${name}`,
    summary: isFirst ? `Begin: ${name}` : `Command: ${name}`,
    description: `Rules: docs/spec/${spec}. Needs \`Authorization: Bearer <token>\` of a person, who it is known from it.`,
    request: {
      headers,
      ...(isFirst ? {} : { params: z.object({ id: z.string() }) }),
      body: { required: true, content: { 'application/json': { schema: schema as Record<string, unknown> } } },
    },
    responses: {
      200: jsonContent(answer, 'Carried out and recorded.'),
      400: problemContent('`bad_body`: `errors` names every mistake; `bad_idempotency_key`, `bad_version`.'),
      401: problemContent('`unauthorized`.'),
      403: refusalContent('`not_permitted`, with the rule; `no_people`: nobody may give commands here.'),
      ...(isFirst ? {} : { 404: problemContent(`\`${unknown}\`.`) }),
      409: refusalContent('`version_conflict`, with who was first; `refused`, with the rule.'),
      413: problemContent('`body_too_large`.'),
      415: problemContent('`unsupported_media_type`, `unsupported_encoding`.'),
      422: problemContent('`idempotency_key_reused`.'),
      503: STORE_UNAVAILABLE,
    },
  };
}

function refusalContent(description: string) {
  return { description, content: { 'application/problem+json': { schema: RefusalProblem } } };
}
