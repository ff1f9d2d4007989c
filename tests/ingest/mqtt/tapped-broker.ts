import { createConnection, createServer, type Socket } from 'node:net';
import { freePort } from '../../services/free-port.ts';

/** MQTT control packet types as they stand in the fixed header. */
export const PUBLISH = 3;
export const PUBACK = 4;
export const SUBACK = 9;
export const PINGREQ = 12;

export interface TappedPacket {
  /** Counts TCP connections from 1. */
  readonly connection: number;
  readonly from: 'client' | 'broker';
  readonly type: number;
  /** Of PUBLISH at QoS 1 and of PUBACK. */
  readonly messageId: number | undefined;
}

/** A wire between a client and the real broker that notes every packet that passes and can be cut. */
export interface TappedBroker {
  readonly url: string;
  readonly packets: readonly TappedPacket[];
  readonly connections: number;
  cut(): void;
  close(): Promise<void>;
}

export async function tapBroker(brokerPort: number): Promise<TappedBroker> {
  const packets: TappedPacket[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    const connection = ++connections;
    const broker = createConnection(brokerPort, '127.0.0.1');
    const note = (from: 'client' | 'broker') =>
      packetReader((type, messageId) => packets.push({ connection, from, type, messageId }));
    for (const [socket, other, read] of [
      [client, broker, note('client')],
      [broker, client, note('broker')],
    ] as const) {
      sockets.add(socket);
      socket.on('data', (chunk: Buffer) => {
        read(chunk);
        if (!other.write(chunk)) {
          socket.pause();
          other.once('drain', () => socket.resume());
        }
      });
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `mqtt://127.0.0.1:${port}`,
    packets,
    get connections() {
      return connections;
    },
    cut,
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Cuts a byte stream into packets: fixed header, variable-length remaining length (MQTT 5 clause 2.1). */
function packetReader(found: (type: number, messageId: number | undefined) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      let length = 0;
      let position = 1;
      for (let shift = 0; ; shift += 7) {
        const byte = rest[position++];
        if (byte === undefined) return;
        length += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) break;
      }
      if (rest.length < position + length) return;
      const header = rest[0] ?? 0;
      const type = header >> 4;
      if (type === PUBACK) found(type, rest.readUInt16BE(position));
      else if (type === PUBLISH && (header & 0x06) !== 0)
        found(type, rest.readUInt16BE(position + 2 + rest.readUInt16BE(position)));
      else found(type, undefined);
      rest = rest.subarray(position + length);
    }
  };
}
