import { createRoute, z } from '@hono/zod-openapi';
import type { ApiApp } from '../api-app.ts';
import { jsonContent } from '../openapi-responses.ts';

const route = createRoute({
  method: 'get',
  path: '/api/v1/openapi.json',
  summary: 'This document',
  responses: { 200: jsonContent(z.record(z.string(), z.unknown()), 'OpenAPI 3.1.') },
});

/** Made once, at the first request: by then every route has been added. */
export function addOpenApiRoute(app: ApiApp): void {
  let document: ReturnType<ApiApp['getOpenAPI31Document']> | undefined;
  app.openapi(route, (c) => {
    document ??= app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: {
        title: 'Lianfang 联防',
        version: '1',
        description:
          'Readings, indices and alerts of one region. Times are ISO 8601 with offset, ranges are half-open [from, to), lists are ' +
          'paged by an opaque cursor. Every error is an RFC 9457 problem document; `code` is the part to rely on.',
        license: { name: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
    });
    return c.json(document as unknown as Record<string, unknown>, 200);
  });
}
