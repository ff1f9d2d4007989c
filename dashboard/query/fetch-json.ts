import type { Problem } from '../../api/contract.ts';

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

/** GETs JSON; throws RequestFailed for no answer within 15 s, a problem document, or a body that is not JSON. */
export async function fetchJson<Body>(url: string): Promise<Body> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(url, { headers: { accept: 'application/json' }, signal: abort.signal });
    const requestId = response.headers.get('x-request-id');
    if (!response.ok) throw new RequestFailed(await reason(response), response.status, requestId);
    return (await response.json()) as Body;
  } catch (error) {
    if (error instanceof RequestFailed) throw error;
    throw new RequestFailed('', 0, null);
  } finally {
    clearTimeout(timer);
  }
}

async function reason(response: Response): Promise<string> {
  try {
    const problem = (await response.json()) as Partial<Problem>;
    return problem.detail ?? problem.title ?? response.statusText;
  } catch {
    return response.statusText;
  }
}
