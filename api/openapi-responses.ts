import type { z } from '@hono/zod-openapi';
import { Problem } from './contract.ts';

/** Building blocks of the OpenAPI document. */
export function jsonContent<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** A list that is also to be had as CSV. */
export function listContent<Schema extends z.ZodType>(schema: Schema, description: string) {
  return {
    description,
    content: {
      'application/json': { schema },
      'text/csv': { schema: { type: 'string' as const, description: 'RFC 4180, UTF-8, LF, one header line.' } },
    },
  };
}

export function problemContent(description: string) {
  return { description, content: { 'application/problem+json': { schema: Problem } } };
}

export const BAD_QUERY = problemContent('`bad_query` (all mistakes at once, each with its path) or `bad_cursor`.');
export const STORE_UNAVAILABLE = problemContent('`store_unavailable`: ask again later.');
