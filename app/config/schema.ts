import { z } from 'zod';
import { MemberId } from '../../domain/agreement/member-id.ts';
import { isLoopback } from '../../ingest/mqtt/is-loopback.ts';
import { Datastreams } from '../../ingest/sensorthings/datastream.ts';
import { Cap } from './cap.ts';
import { Forecasts } from './forecasts.ts';
import { Hj212 } from './hj212.ts';
import { People } from './people.ts';
import { uniqueIds } from './unique-ids.ts';

/**
 * The configuration of one installation. One declaration per field gives its type, default, help, example and whether it is a
 * secret; the reference page, the JSON Schema, the checks and the `LIANFANG_*` names all come from here.
 */
const port = z.int().min(0).max(65_535);
const id = z.string().regex(/^[\w.-]+$/, 'letters, digits, dot, hyphen, underscore');

const Mqtt = z.strictObject({
  url: z.url({ protocol: /^(mqtts?|wss?)$/ }).meta({ help: 'The broker.', example: 'mqtt://mosquitto:1883' }),
  client_id: z
    .string()
    .min(1)
    .default('lianfang')
    .meta({ help: 'Fixed: the broker keeps our messages under this name.' }),
  username: z.string().exactOptional().meta({ help: 'User at the broker.' }),
  password: z.string().exactOptional().meta({ help: 'Password at the broker.', secret: true }),
  receive_maximum: z.int().min(1).max(65_535).default(4_000).meta({
    help: 'Messages taken but not yet committed; with more of them more memory is in use and nothing is faster.',
  }),
});

const BrokerTls = z.strictObject({
  certificate: z.string().min(1).meta({ help: 'PEM file of our certificate, relative to this file.' }),
  key: z.string().min(1).meta({ help: 'PEM file of its private key, relative to this file.' }),
  client_ca: z
    .string()
    .min(1)
    .exactOptional()
    .meta({ help: 'PEM file of a CA; stations then need its certificate, whose common name is the station.' }),
});

export const EmbeddedBroker = z.strictObject({
  host: z.string().default('127.0.0.1').meta({ help: 'Address the embedded broker listens on.' }),
  port: port.default(1883).meta({ help: 'Port of the embedded broker; 0 takes a free one.' }),
  authentication: z
    .enum(['none', 'required'])
    .default('none')
    .meta({ help: 'Whether stations need a credential (docs/guide/credentials.md) and are held to their own topics.' }),
  allow_strangers: z.boolean().default(false).meta({
    help: 'Listen beyond this machine without authentication: whoever reaches the port may push for any station.',
  }),
  messages_per_second: z
    .number()
    .positive()
    .default(50)
    .meta({ help: 'What one station may send for long, with authentication; beyond it waits for its PUBACK.' }),
  messages_burst: z.int().min(1).default(500).meta({ help: 'What it may send at once after a pause.' }),
  tls: BrokerTls.exactOptional(),
});
export type EmbeddedBroker = z.infer<typeof EmbeddedBroker>;

const Influxdb = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .meta({ help: 'InfluxDB 1.x, 2.x or 3.x; the version is detected.', example: 'http://influxdb:8086' }),
  database: z.string().min(1).default('lianfang').meta({ help: 'Database (1.x, 3.x) or bucket (2.x).' }),
  org: z.string().exactOptional().meta({ help: 'Organisation (2.x).' }),
  username: z.string().exactOptional().meta({ help: 'User (1.x).' }),
  password: z.string().exactOptional().meta({ help: 'Password (1.x).', secret: true }),
  token: z.string().exactOptional().meta({ help: 'Token (2.x, 3.x).', secret: true }),
});

const Http = z.strictObject({
  host: z.string().default('127.0.0.1').meta({ help: 'Address of the page and the interface.' }),
  port: port.default(8080).meta({ help: 'Port of the page and the interface; 0 takes a free one.' }),
  operator_token: z.string().min(20, 'at least 20 characters: whoever has it decides on values').exactOptional().meta({
    help: 'Bearer token of reviewers, who may overrule quality control; nobody may without one.',
    secret: true,
  }),
  operator_token_hash: z
    .string()
    .regex(/^\$sha256\$[\w+/-]{43}=$/, '`$sha256$` and the Base64 of the SHA-256 of the token')
    .exactOptional()
    .meta({ help: 'Instead of `operator_token`: its hash, so that the token itself is nowhere here.' }),
  protocol_readers: z.enum(['people', 'everybody']).exactOptional().meta({
    help: 'Who may read warnings, cases, ledger and notices: `people` (when absent): whoever has a token of `people`, and while there are none everybody on this machine; `everybody`: whoever reaches the port.',
  }),
});

const Push = z.strictObject({
  profiles: z
    .string()
    .exactOptional()
    .meta({ help: 'Folder of device profiles (`*.yaml`); the shipped ones when absent.' }),
  devices: z
    .record(z.string(), z.record(z.string(), z.string()))
    .default({})
    .meta({ help: 'Station of each foreign device, by profile and device id.' }),
  datastreams: Datastreams.default({}).meta({ help: 'SensorThings datastreams: station, parameter and unit by id.' }),
});

const Webhook = z.strictObject({
  id: id.meta({ help: 'Name of the receiver, as it stands in the outbox.', example: 'bureau' }),
  url: z.url({ protocol: /^https?$/ }).meta({ help: 'Receives every alert event as a JSON POST.' }),
  token: z.string().exactOptional().meta({ help: 'Sent as a bearer token.', secret: true }),
  priority: z
    .int()
    .min(1)
    .max(4)
    .exactOptional()
    .meta({ help: 'Only alerts and notices of this priority or more urgent.' }),
  jurisdictions: z
    .array(MemberId)
    .min(1)
    .exactOptional()
    .meta({ help: 'Only notices of warnings and cases to these; all when absent. Alerts are not narrowed.' }),
});

const Storage = z.strictObject({
  directory: z
    .string()
    .min(1)
    .default('data')
    .meta({ help: 'Folder of the ledger and, without InfluxDB, of the readings.' }),
});

const Ledger = z.strictObject({
  signing_key_file: z.string().min(1).exactOptional().meta({
    help: 'PEM file (PKCS#8) of the Ed25519 key that signs checkpoints and evidence packages, relative to this file; made in `storage.directory` at the first start when absent.',
    example: 'ledger-key.pem',
  }),
});

export const Config = z
  .strictObject({
    agreement: z.string().min(1).meta({
      help: 'Agreement file, or folder of its versions, relative to this file.',
      example: 'agreement.yaml',
    }),
    stations: z.string().min(1).meta({ help: 'Stations CSV, relative to this file.', example: 'stations.csv' }),
    calibration: z
      .string()
      .min(1)
      .exactOptional()
      .meta({ help: 'Calibration history of the stations, relative to this file (docs/guide/quality.md).' }),
    http: Http.prefault({}),
    mqtt: Mqtt.exactOptional().meta({ help: 'An MQTT broker of your own.' }),
    embedded_broker: EmbeddedBroker.exactOptional().meta({
      help: 'Our own broker; the default when `mqtt` is absent.',
    }),
    influxdb: Influxdb.exactOptional().meta({
      help: 'Where readings are kept; SQLite in `storage.directory` when absent.',
    }),
    push: Push.prefault({}),
    hj212: Hj212.exactOptional().meta({ help: 'HJ 212 gateway; off when absent.' }),
    forecasts: Forecasts.prefault({}),
    cap: Cap.prefault({}),
    people: People.default([]).meta({ help: 'Who may give commands in warnings and cases.' }),
    storage: Storage.prefault({}),
    ledger: Ledger.prefault({}),
    webhooks: z.array(Webhook).default([]).meta({ help: 'Who is told of alerts.' }),
  })
  .superRefine((config, context) => {
    uniqueIds(config.webhooks, 'webhooks', context);
    if (config.http.operator_token !== undefined && config.http.operator_token_hash !== undefined) {
      const message = 'give `operator_token` or `operator_token_hash`, not both';
      context.addIssue({ code: 'custom', path: ['http', 'operator_token_hash'], message });
    }
    if (config.mqtt !== undefined && config.embedded_broker !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['embedded_broker'],
        message: 'give `mqtt` or `embedded_broker`, not both',
      });
    }
    for (const { field, message } of openDoors(config.embedded_broker)) {
      context.addIssue({ code: 'custom', path: ['embedded_broker', field], message });
    }
  });
export type Config = z.infer<typeof Config>;

function* openDoors(
  broker: EmbeddedBroker | undefined,
): Iterable<{ readonly field: string; readonly message: string }> {
  if (broker === undefined || broker.authentication === 'required') return;
  if (!isLoopback(broker.host) && !broker.allow_strangers) {
    const message = `others reach ${broker.host}: set \`authentication: required\`, or \`allow_strangers: true\` if you mean it`;
    yield { field: 'authentication', message };
  }
  if (broker.tls?.client_ca !== undefined) {
    yield { field: 'tls.client_ca', message: 'certificates name stations: set `authentication: required`' };
  }
}
