import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../app/clock/system-clock.ts';
import { Counters } from '../ingest/counters.ts';
import { frameOf } from '../ingest/hj212/frame.ts';
import { Hj212Gateway } from '../ingest/hj212/gateway.ts';
import { LinkBook } from '../ingest/hj212/link-book.ts';
import { Pipeline } from '../ingest/pipeline.ts';
import { StationRegistry } from '../ingest/registry.ts';
import { SqliteTimeseries } from '../store/sqlite/sqlite-timeseries.ts';

/**
 * node bench/hj212.ts [connections=200] [frames each=500] [idle=5000] [folder for CPU profiles]: the memory of so many idle
 * connections; then hourly frames of eleven factors into a SQLite file, each counted when its 9014 has come back. Frames
 * are made beforehand: devices have a processor of their own.
 */
const [connections = 200, framesEach = 500, idle = 5_000] = process.argv.slice(2, 5).map(Number);
const profiles = process.argv[5];
const WINDOW = 16;
const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2020, 0, 1);

if (process.send === undefined) await measure();
else await serve(process.argv[2] ?? '');

async function serve(path: string): Promise<void> {
  const log = { info() {}, warn() {}, error() {} };
  const at = { name: '', city: 'c', lon: 0, lat: 0, background: false, periodLabel: 'end' } as const;
  const ids = Array.from({ length: 10_000 }, (_, n) => `S${n}`);
  const stations = new StationRegistry(ids.map((id) => ({ id, ...at })));
  const links = new LinkBook(ids.map((id) => ({ mn: id, station: id, password: '123456' })));
  const store = SqliteTimeseries.open({ path });
  const shared = { clock: systemClock, log };
  const counters = new Counters();
  const pipeline = new Pipeline({ store, registry: stations, counters, ...shared });
  const gateway = new Hj212Gateway({ port: 0, links, stations, pipeline, ...shared });
  const { port } = await gateway.start();
  process.on('message', () => {
    globalThis.gc?.();
    process.send?.({
      open: gateway.counters.connections,
      commits: counters.batchesCommitted,
      rss: process.memoryUsage().rss,
      cpu: process.cpuUsage(),
    });
  });
  process.on('disconnect', () => process.exit());
  process.send?.({ port });
}

interface Report {
  readonly open: number;
  readonly commits: number;
  readonly rss: number;
  readonly cpu: { readonly user: number; readonly system: number };
}

async function measure(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lianfang-bench-hj212-'));
  const child = fork(new URL(import.meta.url).pathname, [join(folder, 'readings.sqlite')], {
    execArgv: ['--expose-gc', ...(profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`])],
  });
  try {
    const { port } = await heard<{ port: number }>(child);
    // In a fresh process: after a load the heap has room that would hide what connections cost.
    const rested = await report(child);
    const sockets = await Promise.all(Array.from({ length: idle }, () => open(port)));
    while ((await report(child)).open < idle);
    const full = await report(child);
    const mib = (bytes: number) => `${(bytes / 1_048_576).toFixed(0)} MiB`;
    console.log(
      `${idle} idle connections: ${mib(rested.rss)} -> ${mib(full.rss)}, ${Math.round((full.rss - rested.rss) / idle)} bytes each`,
    );
    for (const socket of sockets) socket.destroy();
    while ((await report(child)).open > 0);
    const messages = Array.from({ length: connections }, (_, station) =>
      Array.from({ length: framesEach }, (_, n) => Buffer.from(hour(station, n))),
    );
    const before = await report(child);
    const own = process.cpuUsage();
    const beganAt = performance.now();
    await Promise.all(messages.map((frames) => load(port, frames)));
    const seconds = (performance.now() - beganAt) / 1_000;
    const after = await report(child);
    const cpu = (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / 1e6;
    const frames = connections * framesEach;
    const { user, system } = process.cpuUsage(own);
    console.log(
      `${frames} frames over ${connections} connections, ${WINDOW} open on each: ${seconds.toFixed(1)} s, ${Math.round(frames / seconds)} frames/s acknowledged; gateway ${((cpu / frames) * 1e6).toFixed(1)} µs CPU a frame, devices ${((user + system) / frames).toFixed(1)}, ${Math.round(frames / (after.commits - before.commits))} frames a commit`,
    );
  } finally {
    child.disconnect();
    await new Promise((resolve) => child.once('exit', resolve));
    await rm(folder, { recursive: true });
  }
}

/** One device: keeps `WINDOW` frames unanswered and counts 9014s by their ends of line. */
async function load(port: number, frames: readonly Buffer[]): Promise<void> {
  const socket = await open(port);
  let sent = 0;
  let answered = 0;
  const next = () => {
    const frame = frames[sent++];
    if (frame !== undefined) socket.write(frame);
  };
  await new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) {
        answered++;
        next();
      }
      if (answered === frames.length) resolve();
    });
    for (let i = 0; i < WINDOW; i++) next();
  });
  socket.destroy();
}

function hour(station: number, n: number): string {
  const day = new Date(FIRST + Math.floor(n / 24) * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
  const time = `${day}${String(n % 24).padStart(2, '0')}0000`;
  const factors = [
    'a34004',
    'a34002',
    'a21026',
    'a21004',
    'a21005',
    'a05024',
    'a01001',
    'a01002',
    'a01006',
    'a01007',
    'a01008',
  ];
  const items = factors.map((factor, i) => `${factor}-Avg=${n % 300}.${i},${factor}-Flag=N`).join(';');
  return frameOf(`QN=${time}000;ST=22;CN=2061;PW=123456;MN=S${station};Flag=5;CP=&&DataTime=${time};${items}&&`);
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

function heard<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve) => child.once('message', (message) => resolve(message as T)));
}

function report(child: ChildProcess): Promise<Report> {
  const answer = heard<Report>(child);
  child.send('report');
  return answer;
}
