import type { Problem } from '../../api/contract.ts';
import { sessionToken } from '../session/token.ts';

const TIMEOUT_MS = 15_000;

/** What went wrong with a request. `status` 0: no answer at all. `requestId` is what the operator of the server can search for. */
export class RequestFailed extends Error {
  readonly status: number;
  readonly requestId: string | null;

  constructor(message: string, status: number, requestId: string | null) {
    super(message);
    this.name = 'RequestFailed';
    this.status = status;
    this.requestId = requestId;
  }
}

/** An answer that was read to its end. */
export interface Answer {
  readonly status: number;
  readonly ok: boolean;
  readonly requestId: string | null;
  /** undefined: not JSON. */
  readonly body: unknown;
}

interface Request {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** GETs JSON, in the name of whoever is signed in; throws RequestFailed for no answer within 15 s, a problem document, or a body that is not JSON. */
export async function fetchJson<Body>(url: string): Promise<Body> {
  const answer = await request(url);
  if (!answer.ok) throw failureOf(answer);
  if (answer.body === undefined) throw new RequestFailed('', 0, answer.requestId);
  return answer.body as Body;
}

/** One request with the token of whoever is signed in; throws RequestFailed (status 0) for no answer within 15 s. */
export async function request(url: string, { method = 'GET', headers = {}, body }: Request = {}): Promise<Answer> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  const token = sessionToken();
  const all = {
    accept: 'application/json',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...headers,
  };
  try {
    const response = await fetch(url, {
      method,
      headers: all,
      signal: abort.signal,
      ...(body === undefined ? {} : { body }),
    });
    const { status, ok } = response;
    const text = await response.text();
    return { status, ok, requestId: response.headers.get('x-request-id'), body: parsed(text) };
  } catch {
    throw new RequestFailed('', 0, null);
  } finally {
    clearTimeout(timer);
  }
}

/** A refused request as what the page says of it. */
export function failureOf({ status, requestId, body }: Answer): RequestFailed {
  const problem = (body ?? {}) as Partial<Problem>;
  return new RequestFailed(problem.detail ?? problem.title ?? '', status, requestId);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
