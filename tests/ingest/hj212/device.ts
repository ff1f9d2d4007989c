import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { DEFAULT_FRAMING, FrameReader } from '../../../ingest/hj212/frame-reader.ts';

/** A data logger on a real socket: what it sends is text, what it hears are data segments. */
export class Device {
  /** Data segments heard. */
  readonly frames: string[] = [];
  readonly socket: Socket;
  readonly closed: Promise<void>;

  private constructor(socket: Socket) {
    this.socket = socket;
    const reader = new FrameReader(DEFAULT_FRAMING);
    socket.on('data', (chunk: Buffer) => {
      for (const result of reader.push(chunk)) if ('segment' in result) this.frames.push(result.segment.toString());
    });
    socket.on('error', () => {});
    socket.once('end', () => socket.end());
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  static async connect(port: number, options: { readonly ca?: string } = {}): Promise<Device> {
    const { ca } = options;
    const tls = { host: '127.0.0.1', port, ca, servername: 'localhost', allowHalfOpen: true };
    const socket =
      ca === undefined ? connect({ host: '127.0.0.1', port, allowHalfOpen: true }) : connectTls(tls as object);
    const device = new Device(socket);
    await once(socket, ca === undefined ? 'connect' : 'secureConnect');
    return device;
  }

  send(text: string): void {
    this.socket.write(text);
  }
}
