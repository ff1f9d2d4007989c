import Ajv from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { complaint, proposal, protocols } from './protocol-fixture.ts';

interface Operation {
  readonly requestBody?: { readonly content: Record<string, { readonly schema: object }> };
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: object }> }>;
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object> };
}

async function described() {
  const api = await protocols();
  const document = (await api.get('/openapi.json')).body as Document;
  const compile = (schema: object) =>
    new Ajv.default({ strict: false, validateFormats: false }).compile({ ...schema, components: document.components });
  return { api, document, compile };
}

describe('the protocols in /api/v1/openapi.json', () => {
  it('[PRO-4] have every command with its own body', async () => {
    const { document, compile } = await described();
    const commands = Object.keys(document.paths).filter((path) =>
      /^\/api\/v1\/(warnings|cases)\/\{id\}\/\w+$/.test(path),
    );
    expect(commands.length).toBeGreaterThan(35);
    const bodyOf = (path: string) =>
      compile(document.paths[path]?.['post']?.requestBody?.content['application/json']?.schema ?? {});
    const propose = bodyOf('/api/v1/warnings');
    expect(propose(proposal())).toBe(true);
    expect(propose({ ...proposal(), by: 'me' })).toBe(false);
    const open = bodyOf('/api/v1/cases');
    expect(open(complaint())).toBe(true);
    expect(open({ ...complaint(), case: 'C-1' })).toBe(false);
    const listing = bodyOf('/api/v1/cases/{id}/decide_listing');
    expect(listing({ until: '2026-12-01T00:00:00+08:00', reason: '-' })).toBe(true);
    expect(listing({ until: 1_795_395_045_292, reason: '-' })).toBe(false);
  });

  it('[PRO-10] describe what every query answers', async () => {
    const { api, document, compile } = await described();
    await api.post('/warnings', proposal(), { by: 'coordinator' });
    await api.post('/warnings/W-2026-001/consult', {}, { by: 'coordinator' });
    await api.post('/cases', complaint(), { by: 'duty-bing' });
    for (const [path, asked, status] of [
      ['/api/v1/warnings', '/warnings', '200'],
      ['/api/v1/warnings/{id}', '/warnings/W-2026-001', '200'],
      ['/api/v1/warnings/{id}/events', '/warnings/W-2026-001/events', '200'],
      ['/api/v1/warnings/{id}', '/warnings/none', '404'],
      ['/api/v1/cases', '/cases', '200'],
      ['/api/v1/cases/{id}', '/cases/C-2026-001', '200'],
      ['/api/v1/ledger', '/ledger', '200'],
      ['/api/v1/notices', '/notices', '200'],
      ['/api/v1/agreement', '/agreement', '200'],
      ['/api/v1/grades', '/grades', '200'],
      ['/api/v1/me', '/me', '200'],
      ['/api/v1/people', '/people', '200'],
      ['/api/v1/installation', '/installation', '200'],
    ] as const) {
      const said = await api.get(asked, 'coordinator');
      const content = document.paths[path]?.['get']?.responses[status]?.content ?? {};
      const validate = compile(Object.values(content)[0]?.schema ?? { not: {} });
      validate(said.body);
      expect({ asked, status: String(said.status), errors: validate.errors }).toEqual({ asked, status, errors: null });
    }
  });

  it('[PRO-8] describe what a refused command answers', async () => {
    const { api, document, compile } = await described();
    const refused = await api.post('/warnings', proposal(), { by: 'inspector-jia' });
    const content = document.paths['/api/v1/warnings']?.['post']?.responses['403']?.content;
    const validate = compile(content?.['application/problem+json']?.schema ?? { not: {} });
    validate(refused.body);
    expect(validate.errors).toBeNull();
  });
});
