import type { OpenAPIHono } from '@hono/zod-openapi';
import type { RequestIdVariables } from 'hono/request-id';

/** The one application that all routes are added to, so that its OpenAPI document knows every one of them. */
export type ApiApp = OpenAPIHono<{ Variables: RequestIdVariables }>;
