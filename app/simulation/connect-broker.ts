import mqtt, { type IConnackPacket, type MqttClient } from 'mqtt';

export interface BrokerAddress {
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://`. */
  readonly url: string;
  /** Fixed for one sender: it names the session that a reconnection resumes. */
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
  /** How long the first connection may take, tried again and again; default 10 s. */
  readonly connectTimeoutMs?: number;
}

/** The message says what was tried, why it failed and what to do. */
export class BrokerUnreachable extends Error {
  override readonly name = 'BrokerUnreachable';
}

const RECONNECT_MS = 500;
const SESSION_EXPIRY_S = 3600;
const SCHEMES = new Set(['mqtt:', 'mqtts:', 'tcp:', 'ssl:', 'ws:', 'wss:']);
/** CONNACK of a broker that does not speak MQTT 5: 3.1.1's return code 1, MQTT 5's reason 0x84. */
const UNSUPPORTED_VERSION = [1, 0x84];
/** CONNACKs that say the credentials are wrong: return codes 4 and 5, reasons 0x86 and 0x87. */
const NOT_ALLOWED = [4, 5, 0x86, 0x87];

export interface BrokerConnection {
  readonly client: MqttClient;
  readonly connack: IConnackPacket;
}

/**
 * A lasting session (`clean: false`) by MQTT 5, or by 3.1.1 when the broker knows no other. Reconnects by itself from
 * then on.
 */
export async function connectBroker(address: BrokerAddress): Promise<BrokerConnection> {
  if (!URL.canParse(address.url) || !SCHEMES.has(new URL(address.url).protocol)) {
    throw new BrokerUnreachable(`"${address.url}" is not a broker's URL; write it like mqtt://127.0.0.1:1883`);
  }
  try {
    return await attempt(address, 5);
  } catch (error) {
    if (!UNSUPPORTED_VERSION.includes(codeOf(error))) throw unreachable(address, error);
  }
  try {
    return await attempt(address, 4);
  } catch (error) {
    throw unreachable(address, error);
  }
}

function attempt(address: BrokerAddress, protocolVersion: 4 | 5): Promise<BrokerConnection> {
  const { url, clientId, username, password, connectTimeoutMs = 10_000 } = address;
  const client = mqtt.connect(url, {
    clientId,
    clean: false,
    protocolVersion,
    reconnectPeriod: RECONNECT_MS,
    connectTimeout: connectTimeoutMs,
    // A broker that starts again may refuse for a moment; after the first success no refusal is final.
    reconnectOnConnackError: true,
    ...(protocolVersion === 5 ? { properties: { sessionExpiryInterval: SESSION_EXPIRY_S } } : {}),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    log: () => {},
  });
  return new Promise((resolve, reject) => {
    let last: unknown;
    const fail = (error: unknown) => {
      clearTimeout(timer);
      // The client may still report the end of the connection that is being ended.
      client.on('error', () => {});
      client.off('error', onError);
      client.end(true, () => reject(error));
    };
    const onError = (error: unknown) => {
      last = error;
      // A refusal is an answer; no answer may only mean that the broker is still starting.
      if (typeof codeOfRaw(error) === 'number') fail(error);
    };
    const timer = setTimeout(() => fail(last ?? new Error('no answer')), connectTimeoutMs);
    client.on('error', onError);
    client.once('connect', (connack) => {
      clearTimeout(timer);
      client.off('error', onError);
      resolve({ client, connack });
    });
  });
}

function unreachable(address: BrokerAddress, error: unknown): BrokerUnreachable {
  const reason =
    error instanceof AggregateError || !(error instanceof Error) ? String(codeOfRaw(error)) : error.message;
  const remedy = NOT_ALLOWED.includes(codeOf(error))
    ? 'check --username and --password-file'
    : 'check that the broker runs there and that --mqtt names its host and port';
  return new BrokerUnreachable(`cannot connect to ${address.url}: ${reason}; ${remedy}`);
}

function codeOfRaw(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

function codeOf(error: unknown): number {
  const code = codeOfRaw(error);
  return typeof code === 'number' ? code : 0;
}
