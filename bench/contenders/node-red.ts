import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MqttClient } from 'mqtt';
import { READINGS_FILTER } from '../../ingest/mqtt/topics.ts';
import type { Contender, ContenderSetting, StartContender } from './contender.ts';
import { BROKER_NODE, type FlowSetting, nodeRedFlow, STORE_NODE } from './node-red-flow.ts';
import { NODE_RED_INSTALL, requireFrom } from './node-red-folder.ts';
import { CLIENT_ID, SESSION_EXPIRY_S } from './session.ts';
import type { Tally } from './tally.ts';

/** What is used of Node-RED 4 as a library. */
interface NodeRed {
  init(settings: object): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly version: string;
  readonly events: { once(event: 'flows:started', listener: () => void): void };
  readonly hooks: { add(name: 'onComplete.bench', hook: (done: Completed) => void): void };
  readonly nodes: { getNode(id: string): { readonly client?: MqttClient } | null };
}

/** A node is through with a message: for one that writes, the database has answered. */
interface Completed {
  readonly node: { readonly id: string };
  readonly msg: { readonly payload: readonly unknown[] };
  readonly error?: unknown;
}

const SUBSCRIBE_MS = 30_000;
/** As many readings as the client library of `naive` puts into a batch, or what has come by then. */
const BATCH_READINGS = 1_000;
const BATCH_WITHIN_S = 0.2;

/** Node-RED with nodes as they come: one write per message. Acknowledged by its mqtt node on arrival. */
export const startNodeRed: StartContender = (setting, tally) => start(setting, tally);

/** The same with a join node and one write per batch, as one improves it. */
export const startNodeRedBatched: StartContender = (setting, tally) => {
  const messages = Math.ceil(BATCH_READINGS / setting.workload.readingsPerMessage);
  return start(setting, tally, { messages, withinS: BATCH_WITHIN_S });
};

/** Node-RED embedded in this process, without editor and HTTP. Commits are completions of the writing node without error. */
async function start(setting: ContenderSetting, tally: Tally, batch?: FlowSetting['batch']): Promise<Contender> {
  const { nodeRedFolder, mqttUrl, influxUrl, database } = setting;
  if (nodeRedFolder === undefined) throw new Error(`no Node-RED: ${NODE_RED_INSTALL}`);
  const userDir = await mkdtemp(join(tmpdir(), 'lianfang-bench-node-red-'));
  const flow = nodeRedFlow({
    mqttUrl,
    influxUrl,
    database,
    clientId: CLIENT_ID,
    sessionExpiryS: SESSION_EXPIRY_S,
    filter: READINGS_FILTER,
    ...(batch !== undefined && { batch }),
  });
  await writeFile(join(userDir, 'flows.json'), JSON.stringify(flow));
  const red = requireFrom(nodeRedFolder)('node-red') as NodeRed;
  let writesFailed = 0;
  red.init({
    userDir,
    flowFile: 'flows.json',
    httpAdminRoot: false,
    httpNodeRoot: false,
    credentialSecret: false,
    telemetry: { enabled: false },
    // One line for each failed write would cost more than the write; they are counted.
    logging: { console: { level: 'fatal', metrics: false, audit: false } },
  });
  const isSubscribed = subscribed(red);
  await red.start();
  red.hooks.add('onComplete.bench', ({ node, msg, error }) => {
    if (node.id !== STORE_NODE) return;
    if (error == null) tally.commit(msg.payload.length);
    else writesFailed++;
  });
  await within(SUBSCRIBE_MS, isSubscribed);
  return {
    async stop() {
      await red.stop();
      await rm(userDir, { recursive: true, force: true });
      return { writesFailed };
    },
  };
}

/** Its mqtt node says "connected" before the broker has answered the subscription. */
function subscribed(red: NodeRed): Promise<void> {
  return new Promise((resolve, reject) => {
    red.events.once('flows:started', () => {
      const client = red.nodes.getNode(BROKER_NODE)?.client;
      if (client === undefined) reject(new Error('Node-RED did not start the flow'));
      client?.on('packetreceive', ({ cmd }) => {
        if (cmd === 'suback') resolve();
      });
    });
  });
}

function within(ms: number, done: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Node-RED did not subscribe within ${ms} ms`)), ms);
    done.then(() => clearTimeout(timer)).then(resolve, reject);
  });
}
