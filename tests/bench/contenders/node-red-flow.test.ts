import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { type FlowNode, nodeRedFlow } from '../../../bench/contenders/node-red-flow.ts';
import { messageAt } from '../../../bench/workload.ts';

const SETTING = {
  mqttUrl: 'mqtt://127.0.0.1:1884',
  influxUrl: 'http://127.0.0.1:8087',
  database: 'bench_1',
  clientId: 'contender',
  sessionExpiryS: 3_600,
  filter: 'lianfang/v1/+/+/readings',
};
const BATCH = { messages: 1_000, withinS: 0.2 };

/** Types of the nodes in the order in which a message passes them. */
function way(flow: readonly FlowNode[]): unknown[] {
  const types: unknown[] = [];
  let node = flow.find(({ type }) => type === 'mqtt in');
  while (node !== undefined) {
    types.push(node.type);
    const next = (node['wires'] as string[][])[0]?.[0];
    node = flow.find(({ id }) => id === next);
  }
  return types;
}

/** What the function node hands on for a message of the workload, parsed. */
function pointsOf(flow: readonly FlowNode[], message: { readonly topic: string; readonly payload: string }) {
  const counted = new Map<string, number>();
  const context = { get: (name: string) => counted.get(name), set: (name: string, n: number) => counted.set(name, n) };
  const func = String(flow.find(({ id }) => id === 'bench-points')?.['func']);
  const msg = { topic: message.topic, payload: JSON.parse(message.payload) };
  const { payload } = runInNewContext(`(() => {${func}})()`, { msg, context, Date });
  return { points: payload as unknown[], alarms: counted.get('alarms') ?? 0 };
}

const workload = {
  name: 'two',
  messages: 100,
  readingsPerMessage: 2,
  stations: 1,
  periodS: 3_600,
  from: Date.UTC(2026, 0, 1),
};

describe('nodeRedFlow', () => {
  it('writes each message, and with a batch joins them first', () => {
    expect(way(nodeRedFlow(SETTING))).toEqual(['mqtt in', 'json', 'function', 'influxdb out']);
    const batched = nodeRedFlow({ ...SETTING, batch: BATCH });
    expect(way(batched)).toEqual(['mqtt in', 'json', 'function', 'join', 'function', 'influxdb batch']);
    expect(batched.find(({ type }) => type === 'join')).toMatchObject({
      build: 'array',
      count: '1000',
      timeout: '0.2',
    });
  });

  it('has the durable MQTT 5 session of the other contenders', () => {
    const flow = nodeRedFlow(SETTING);
    expect(flow.find(({ type }) => type === 'mqtt-broker')).toMatchObject({
      broker: '127.0.0.1',
      port: '1884',
      clientid: 'contender',
      protocolVersion: '5',
      cleansession: false,
      sessionExpiry: '3600',
    });
    expect(flow.find(({ type }) => type === 'mqtt in')).toMatchObject({ qos: '1', topic: SETTING.filter });
  });

  it('has no property that Node-RED would take for a reference to another node', () => {
    const flow = nodeRedFlow({ ...SETTING, batch: BATCH });
    const ids = new Set(flow.map(({ id }) => id));
    expect(ids.size).toBe(flow.length);
    for (const { id, type, ...properties } of flow) {
      for (const [name, value] of Object.entries(properties)) {
        if (['z', 'broker', 'influxdb'].includes(name) && type !== 'mqtt-broker') expect(ids).toContain(value);
        else expect(ids).not.toContain(value);
      }
      expect(ids).not.toContain(type);
    }
  });

  it('makes a point of each reading, with its own time', () => {
    const message = messageAt(workload, 0);
    const first = JSON.parse(message.payload)[0];
    const at = new Date(first.at);
    const tags = { city: 'c0', station: 's0000', period: '3600' };
    const out = pointsOf(nodeRedFlow(SETTING), message).points;
    expect(out).toHaveLength(2);
    expect(out[0]).toEqual([{ ...first.values, seq: 1, time: at }, tags]);
    const batch = pointsOf(nodeRedFlow({ ...SETTING, batch: BATCH }), message).points;
    expect(batch).toHaveLength(2);
    expect(batch[0]).toEqual({ measurement: 'readings', fields: { ...first.values, seq: 1 }, tags, timestamp: at });
  });

  it('counts what is above the limit', () => {
    const payload = (pm25: number) =>
      JSON.stringify({ at: '2026-01-01T00:00:00Z', period: 60, seq: 1, values: { pm25 } });
    const topic = 'lianfang/v1/c0/s0000/readings';
    expect(pointsOf(nodeRedFlow(SETTING), { topic, payload: payload(151) }).alarms).toBe(1);
    expect(pointsOf(nodeRedFlow(SETTING), { topic, payload: payload(150) }).alarms).toBe(0);
  });
});
