import { WebSocket } from 'ws';
import { LiveMessage } from '../../../api/contract.ts';

/** A page as the server sees it: a real WebSocket client that checks every message against the contract. */
export class LivePage {
  readonly socket: WebSocket;
  readonly messages: LiveMessage[] = [];
  closeCode: number | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(port: number, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/live`, { headers });
    this.socket.on('message', (data) => {
      this.messages.push(LiveMessage.parse(JSON.parse(String(data))));
      for (const look of [...this.#waiting]) look();
    });
    this.socket.on('close', (code) => {
      this.closeCode = code;
      for (const look of [...this.#waiting]) look();
    });
    this.socket.on('error', () => {});
  }

  /** Connected, greeted and given its snapshot. */
  static async open(port: number, lastSeq?: number): Promise<LivePage> {
    const page = new LivePage(port);
    await page.until(() => page.of('snapshot').length > 0);
    if (lastSeq !== undefined) page.say({ type: 'hello', lastSeq });
    return page;
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  of<Type extends LiveMessage['type']>(type: Type): Extract<LiveMessage, { type: Type }>[] {
    return this.messages.filter((message) => message.type === type) as Extract<LiveMessage, { type: Type }>[];
  }

  seqs(): number[] {
    return this.of('alert').map(({ seq }) => seq);
  }

  /** Resolves as soon as it holds; a test that waits in vain ends by its own time limit. */
  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => {
      if (!holds()) return;
      this.#waiting.delete(look);
      resolve();
    };
    this.#waiting.add(look);
    return promise;
  }

  /** Resolves when everything the server has sent so far is here: a ping's answer cannot overtake it. */
  async settled(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.socket.once('pong', () => resolve());
    this.socket.ping();
    await promise;
  }
}
