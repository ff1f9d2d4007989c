import Ajv from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { fixture, HAZE, NOW, reading } from './fixture.ts';

type Document = {
  openapi: string;
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>
  >;
  components: { schemas: Record<string, object> };
};

async function documentOf(json: (path: string) => Promise<unknown>): Promise<Document> {
  return (await json('/api/v1/openapi.json')) as Document;
}

describe('/api/v1/openapi.json', () => {
  it('has every route of the application', async () => {
    const { app, json } = await fixture();
    const { paths } = await documentOf(json);
    const routed = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    const documented = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${path}`),
    );
    expect(documented.sort()).toEqual([...new Set(routed)].sort());
    expect(documented).toContain('get /api/v1/live');
  });

  it('is OpenAPI 3.1 whose references all lead somewhere and whose schemas compile', async () => {
    const { json } = await fixture();
    const document = await documentOf(json);
    expect(document.openapi).toBe('3.1.0');
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      (m) => m[1],
    );
    expect(references.length).toBeGreaterThan(5);
    for (const name of references) expect(Object.keys(document.components.schemas)).toContain(name);
    for (const name of Object.keys(document.components.schemas)) {
      expect(() => validatorOf(document, { $ref: `#/components/schemas/${name}` })).not.toThrow();
    }
  });

  it.each([
    ['/api/v1/stations', '/api/v1/stations', '200'],
    ['/api/v1/stations/{id}', '/api/v1/stations/b1', '200'],
    ['/api/v1/cities', '/api/v1/cities', '200'],
    ['/api/v1/cities/{id}', '/api/v1/cities/nowhere', '404'],
    ['/api/v1/readings', '/api/v1/readings', '200'],
    ['/api/v1/indices', '/api/v1/indices?city=bing&station=b1', '200'],
    ['/api/v1/alerts', '/api/v1/alerts?priority=9', '400'],
    ['/readyz', '/readyz', '200'],
  ])('describes what %s answers', async (path, request, status) => {
    const { get, json, store } = await fixture();
    await store.write([reading('b1', NOW, HAZE, { flags: { o3: 'C' } })]);
    const document = await documentOf(json);
    const response = await get(request);
    expect(String(response.status)).toBe(status);
    const type = (response.headers.get('content-type') ?? '').split(';', 1)[0] ?? '';
    const schema = document.paths[path]?.['get']?.responses[status]?.content?.[type]?.schema;
    if (schema === undefined) throw new Error(`${path} ${status} ${type} is not described`);
    const validate = validatorOf(document, schema);
    validate(await response.json());
    expect(validate.errors).toBeNull();
  });
});

function validatorOf(document: Document, schema: object) {
  const ajv = new Ajv.default({ strict: false, validateFormats: false });
  return ajv.compile({ ...schema, components: document.components });
}
