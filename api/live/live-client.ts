import { WebSocket } from 'ws';
import type { LiveLimits } from './live-limits.ts';

/** One connected page: what may be sent to it, and how far it has read the events. */
export class LiveClient {
  /** Newest ledger sequence it was told at the start. */
  readonly helloSeq: number;
  /** Newest event it has been sent; undefined until it has said hello. */
  cursor: number | undefined;
  /** Events are being read from the board for it; `missed` says that another came meanwhile. */
  replaying = false;
  missed = false;
  /** It may see what happens to warnings and cases. */
  isReader = false;
  /** State was withheld: it needs a snapshot once it has drained. */
  behind = false;
  /** It has answered since the last heartbeat. */
  alive = true;
  /** Closed by us because it was too slow. */
  cutOff = false;
  readonly #socket: WebSocket;
  readonly #limits: LiveLimits;

  constructor(socket: WebSocket, helloSeq: number, limits: LiveLimits) {
    this.#socket = socket;
    this.helloSeq = helloSeq;
    this.#limits = limits;
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /**
   * For the lanes that may not lose a message (system, event): a client whose buffer has reached the bound is cut off,
   * comes back and has its events replayed.
   */
  send(message: Buffer): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#socket.bufferedAmount >= this.#limits.closeAtBytes) {
      this.cutOff = true;
      this.#socket.terminate();
    } else this.#socket.send(message, { binary: false });
  }

  /** For the state lane, which may skip: true when the client's buffer is small enough to be given more. */
  get drained(): boolean {
    return this.#socket.bufferedAmount <= this.#limits.skipAboveBytes;
  }

  ping(): void {
    this.alive = false;
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }
}
