import type { Client } from 'aedes';

/** The part of mqtt-packet's parser that knows a packet's length before its body has arrived (`parser.js`, 9.0). */
interface LengthParser {
  readonly packet: { readonly length: number };
  _parseLength(): boolean;
  _emitError(error: Error): void;
}

/**
 * Cuts the connection as soon as a packet announces more than `maxBytes`. Aedes has no such bound and would collect up to
 * 256 MB per connection. Rests on the parser's inside; throws when it is not as expected, and a test pins the effect.
 */
export function limitPacketSize(client: Client, maxBytes: number): void {
  const parser = (client as unknown as { readonly _parser?: LengthParser })._parser;
  if (typeof parser?._parseLength !== 'function' || typeof parser._emitError !== 'function') {
    throw new Error('the MQTT parser has changed: packets would be unbounded');
  }
  const parseLength = parser._parseLength;
  parser._parseLength = () => {
    const known = parseLength.call(parser);
    if (!known || parser.packet.length <= maxBytes) return known;
    parser._emitError(new Error(`a packet of ${parser.packet.length} bytes, more than the ${maxBytes} allowed`));
    return false;
  };
}
