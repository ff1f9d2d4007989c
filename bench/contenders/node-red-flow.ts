/** A node of a flow as Node-RED keeps it. */
export type FlowNode = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };

export interface FlowSetting {
  readonly mqttUrl: string;
  readonly influxUrl: string;
  readonly database: string;
  readonly clientId: string;
  readonly sessionExpiryS: number;
  readonly filter: string;
  /** A join node before the database: so many messages, or what has come within so many seconds. Absent: each message is written. */
  readonly batch?: { readonly messages: number; readonly withinS: number };
}

// Node-RED takes any property that equals the id of a node for a reference to it; hence the prefix.
const TAB = 'bench-tab';
const INFLUX_NODE = 'bench-influx';
/** The node that holds the connection to the broker. */
export const BROKER_NODE = 'bench-broker';
/** The node that writes. */
export const STORE_NODE = 'bench-store';

/** Both functions count what is above one limit, as `naive` does. */
const COUNT_ALARMS = `
const alarms = readings.filter((reading) => reading.values.pm25 > 150).length;
if (alarms > 0) context.set('alarms', (context.get('alarms') || 0) + alarms);`;

const READINGS = `
const [, , city, station] = msg.topic.split('/');
const readings = Array.isArray(msg.payload) ? msg.payload : [msg.payload];`;

/** Pairs of fields and tags, as the node "influxdb out" takes them. */
const TO_PAIRS = `${READINGS}${COUNT_ALARMS}
msg.payload = readings.map(({ at, period, seq, values }) => [
  { ...values, seq, time: new Date(at) },
  { city, station, period: String(period) },
]);
return msg;`;

/** Points, as the node "influxdb batch" takes them. */
const TO_POINTS = `${READINGS}${COUNT_ALARMS}
msg.payload = readings.map(({ at, period, seq, values }) => ({
  measurement: 'readings',
  fields: { ...values, seq },
  tags: { city, station, period: String(period) },
  timestamp: new Date(at),
}));
return msg;`;

/**
 * mqtt in, json, function, influxdb out: what one draws first. With `batch` a join node collects messages for "influxdb
 * batch". The payload that reaches the writing node is an array with one element per reading in both.
 */
export function nodeRedFlow(setting: FlowSetting): FlowNode[] {
  const { batch } = setting;
  const line: readonly FlowNode[] = [
    {
      id: 'bench-in',
      type: 'mqtt in',
      broker: BROKER_NODE,
      topic: setting.filter,
      qos: '1',
      datatype: 'utf8',
      nl: false,
      rap: true,
      rh: 0,
    },
    { id: 'bench-json', type: 'json', property: 'payload', action: 'obj' },
    functionNode('bench-points', batch === undefined ? TO_PAIRS : TO_POINTS),
    ...(batch === undefined ? [] : joinNodes(batch)),
    batch === undefined
      ? { id: STORE_NODE, type: 'influxdb out', influxdb: INFLUX_NODE, measurement: 'readings', precision: 'ms' }
      : { id: STORE_NODE, type: 'influxdb batch', influxdb: INFLUX_NODE, precision: 'ms' },
  ];
  return [{ id: TAB, type: 'tab', label: 'readings' }, brokerNode(setting), influxNode(setting), ...wired(line)];
}

/** The session of every contender; its receive maximum cannot be set in Node-RED. */
function brokerNode({ mqttUrl, clientId, sessionExpiryS }: FlowSetting): FlowNode {
  const { hostname, port } = new URL(mqttUrl);
  return {
    id: BROKER_NODE,
    type: 'mqtt-broker',
    broker: hostname,
    port,
    clientid: clientId,
    autoConnect: true,
    usetls: false,
    protocolVersion: '5',
    keepalive: '60',
    cleansession: false,
    // What was not acknowledged must be found in the session afterwards.
    autoUnsubscribe: false,
    sessionExpiry: String(sessionExpiryS),
  };
}

function influxNode({ influxUrl, database }: FlowSetting): FlowNode {
  const { hostname, port } = new URL(influxUrl);
  return { id: INFLUX_NODE, type: 'influxdb', influxdbVersion: '1.x', hostname, port, database, usetls: false };
}

function joinNodes({ messages, withinS }: { readonly messages: number; readonly withinS: number }): FlowNode[] {
  const join: FlowNode = {
    id: 'bench-join',
    type: 'join',
    mode: 'custom',
    build: 'array',
    property: 'payload',
    propertyType: 'msg',
    accumulate: false,
    count: String(messages),
    timeout: String(withinS),
  };
  return [join, functionNode('bench-flat', 'msg.payload = msg.payload.flat();\nreturn msg;')];
}

function functionNode(id: string, func: string): FlowNode {
  return { id, type: 'function', func: func.trim(), outputs: 1, noerr: 0, initialize: '', finalize: '', libs: [] };
}

/** Each node of the line sends to the next. A node without a place in the drawing would be one of configuration. */
function wired(line: readonly FlowNode[]): FlowNode[] {
  return line.map((node, i) => {
    const next = line[i + 1];
    return { ...node, z: TAB, x: 120 + 160 * i, y: 80, wires: next === undefined ? [] : [[next.id]] };
  });
}
