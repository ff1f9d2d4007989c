import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import mqtt from 'mqtt';
import { DiskBuffer, type Reading } from './disk-buffer.ts';

/**
 * A reference logger: reads one reading a line (JSON) from standard input, keeps it on the disk, sends it, and forgets it when
 * the platform's receipt says that it is stored. Prints one JSON object a line: `{"kept":[...]}` numbers that are on the disk,
 * `{"published":[...]}` numbers that the broker has, `{"held":n}` readings not yet confirmed. Ends when its input has ended and
 * nothing is held.
 */
const USAGE = `node logger.ts --mqtt mqtt://127.0.0.1:1883 --city CITY --station STATION --buffer FILE
  [--username NAME --password-file FILE] [--resend-s 30]`;
const AT_ONCE = 100;
const TICK_MS = 200;

function say(event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

function main(): void {
  const { values: args } = parseArgs({
    options: {
      mqtt: { type: 'string', default: 'mqtt://127.0.0.1:1883' },
      city: { type: 'string' },
      station: { type: 'string' },
      buffer: { type: 'string' },
      username: { type: 'string' },
      'password-file': { type: 'string' },
      'resend-s': { type: 'string', default: '30' },
    },
  });
  const { city, station, buffer: path, username, 'password-file': passwordFile } = args;
  const resendMs = Number(args['resend-s']) * 1000;
  if (city === undefined || station === undefined || path === undefined || !(resendMs > 0)) {
    process.stderr.write(`${USAGE}\n`);
    process.exit(2);
  }
  const base = `lianfang/v1/${city}/${station}`;
  const buffer = new DiskBuffer(path);
  let inputEnded = false;
  let publishing = false;

  const client = mqtt.connect(args.mqtt, {
    clientId: `logger-${station}`,
    // MQTT 3.1.1, which every broker speaks. No session is needed: what we hold is on our own disk.
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: 500,
    will: { topic: `${base}/status`, payload: Buffer.from('{"state":"offline"}'), qos: 1, retain: true },
    ...(username !== undefined && { username }),
    ...(passwordFile !== undefined && { password: readFileSync(passwordFile, 'utf8').split(/\r?\n/, 1)[0] ?? '' }),
  });
  client.on('connect', () => {
    client.subscribe(`${base}/receipts`, { qos: 1 });
    client.publish(`${base}/status`, '{"state":"online"}', { qos: 1, retain: true });
    send();
  });
  client.on('error', (error) => process.stderr.write(`${error.message || String(error)}\n`));
  client.on('message', (_topic, payload) => {
    heard(JSON.parse(payload.toString()));
    say({ held: buffer.held });
    if (inputEnded && buffer.held === 0) end();
  });

  /** One message at a time: the broker's PUBACK sets the pace. */
  function send(): void {
    if (publishing || !client.connected) return;
    const batch = buffer.take(AT_ONCE, performance.now(), resendMs);
    if (batch.length === 0) return;
    publishing = true;
    const messages = batch.map(({ seq, reading }) => ({ ...reading, seq }));
    client.publish(`${base}/readings`, JSON.stringify(messages), { qos: 1 }, (error) => {
      publishing = false;
      // After an error they count as sent and come again when `resend-s` is over.
      if (!error) say({ published: batch.map(({ seq }) => seq) });
      send();
    });
  }

  /** A PUBACK says that the broker has it; only these say that the platform has. */
  function heard(receipt: {
    readonly stored?: number;
    readonly from?: number;
    readonly missing?: readonly [number, number][];
    readonly upTo?: number;
    readonly refused?: readonly { readonly seq?: number; readonly code: string; readonly reason: string }[];
  }): void {
    const { stored, missing, upTo, refused, from } = receipt;
    const since = from === undefined ? {} : { from };
    if (stored !== undefined) buffer.stored({ stored, ...since });
    if (missing !== undefined && upTo !== undefined) buffer.missing({ missing, upTo, ...since }, performance.now());
    for (const { seq, code, reason } of refused ?? []) {
      process.stderr.write(`refused: ${seq ?? '?'} ${code}: ${reason}\n`);
      if (seq !== undefined) buffer.refused(seq);
    }
    send();
  }

  let rest = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    const readings = lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Reading);
    if (readings.length > 0) say({ kept: buffer.add(readings) });
    send();
  });
  process.stdin.on('end', () => {
    inputEnded = true;
    if (buffer.held === 0) end();
  });
  const ticker = setInterval(send, TICK_MS);

  function end(): void {
    clearInterval(ticker);
    const farewell = { qos: 1, retain: true } as const;
    client.publish(`${base}/status`, '{"state":"offline"}', farewell, () => client.end(false, () => buffer.close()));
  }
}

if (import.meta.main) main();
