import { Agent, request } from 'node:http';
import { PROBLEMS } from '../../api/problem.ts';
import type { FuzzHouse } from './fuzz-house.ts';
import type { FuzzInput } from './fuzz-input.ts';
import { refusalFault } from './refusal-fault.ts';

const CONNECTIONS = 8;
const TIMEOUT_MS = 20_000;
/** 5xx and 429 are not among them: nothing is overloaded here. */
const EXPECTED = [201, 202, 400, 401, 403, 404, 413, 415, 422];

interface Answer {
  readonly status: number;
  readonly text: string;
}

class StaleConnection extends Error {}

/** Pushes over real connections; each request must get an answer that says what became of it. */
export class HttpSender {
  readonly #house: FuzzHouse;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

  constructor(house: FuzzHouse) {
    this.#house = house;
  }

  async send(inputs: readonly FuzzInput[]): Promise<void> {
    const waiting = [...inputs];
    const work = async () => {
      for (let input = waiting.shift(); input !== undefined; input = waiting.shift()) {
        const fault = await this.#answer(input).then(answerFault, (error: unknown) => `no answer: ${error}`);
        if (fault !== undefined) this.#house.fault(`POST ${input.address}: ${fault}`);
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, work));
  }

  close(): void {
    this.#agent.destroy();
  }

  /** A connection that the server has closed for being idle may be taken up in the same moment: that is sent again, once. */
  #answer(input: FuzzInput): Promise<Answer> {
    return this.#post(input).catch((error: unknown) => {
      if (error instanceof StaleConnection) return this.#post(input);
      throw error;
    });
  }

  #post({ address, headers, bytes }: FuzzInput): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        port: this.#house.ports.http,
        method: 'POST',
        path: address,
        agent: this.#agent,
      };
      const sent = request({ ...options, headers: { ...headers, 'content-length': bytes.length } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', reject);
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        reject(sent.reusedSocket && error.code === 'ECONNRESET' ? new StaleConnection(error.message) : error);
      });
      sent.setTimeout(TIMEOUT_MS, () => sent.destroy(new Error('timed out')));
      sent.end(bytes);
    });
  }
}

function answerFault({ status, text }: Answer): string | undefined {
  if (!EXPECTED.includes(status)) return `status ${status}: ${text.slice(0, 200)}`;
  if (status === 201) return undefined;
  const answer = JSON.parse(text) as {
    readonly code?: string;
    readonly title?: string;
    readonly errors?: readonly { readonly path: string; readonly message: string }[];
    readonly stored?: number;
    readonly refused?: number;
    readonly items?: readonly { readonly status: string; readonly code?: string; readonly reason?: string }[];
  };
  if (status === 202) {
    const { items = [], stored, refused } = answer;
    const bad = items.filter((item) => item.status === 'refused');
    if (items.length - bad.length !== stored || bad.length !== refused) return `${text.slice(0, 200)} does not add up`;
    return bad.map(refusalFault).find((fault) => fault !== undefined);
  }
  if (!Object.hasOwn(PROBLEMS, answer.code ?? '')) return `the problem ${answer.code} is not in the registry`;
  if (!/\p{Script=Han}.* \/ .*[a-z]{3}/u.test(answer.title ?? ''))
    return `the title of ${answer.code} is in one language`;
  if (answer.code !== 'observation_refused') return undefined;
  return answer.errors?.map(({ path, message }) => refusalFault({ code: path, reason: message })).find(Boolean);
}
