import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { pino } from 'pino';
import { dayStart, formatIso } from '../../domain/time.ts';
import { AnsweringDesk } from '../answering/answering-desk.ts';
import { compressedClock } from '../clock/compressed-clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { loadConfig } from '../config/load.ts';
import { EmbeddedBroker } from '../config/schema.ts';
import { DEMO_ANSWERS } from '../demo/answers.ts';
import { Cast, personIn } from '../demo/cast.ts';
import { startForecastCentre } from '../demo/forecast-centre.ts';
import { portOrFree } from '../demo/port-or-free.ts';
import { runStations } from '../demo/simulated-stations.ts';
import { tellStory } from '../demo/tell-story.ts';
import { startWebhookReceiver } from '../demo/webhook-receiver.ts';
import { startInstallation } from '../installation/installation.ts';
import { createCluster } from '../simulation/cluster.ts';
import { Publisher } from '../simulation/publisher.ts';
import { untilSignal } from './until-signal.ts';

const HOUR_MS = 3_600_000;
const HISTORY_HOURS = 48;
/** The story is the same at whatever time of the day it is started: it begins at six in the morning, when the plume is on its way. */
const BEGINS_AT_HOUR = 6;
const ONSET_HOURS_AGO = 6;
/** The forecast centre speaks at noon. */
const FIRST_BULLETIN_AFTER_HOURS = 6;
const CONFIG = fileURLToPath(new URL('../../config/demo/lianfang.yaml', import.meta.url));

interface DemoOptions {
  readonly port: number;
  readonly mqttPort: number;
  readonly rate: number;
  readonly seed: number;
}

/** `lianfang demo`, what `npm start` runs: the whole program on an invented cluster, in compressed time, nothing installed. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('run the invented cluster with everything embedded 运行虚构的示例城市群')
    .option('--port <port>', 'port of the page; another one when it is taken 页面端口', port, 8080)
    .option('--mqtt-port <port>', 'port of the broker; another one when it is taken', port, 1883)
    .option('--rate <factor>', 'how many times faster than life the clock runs 时钟倍率', number, 1200)
    .option('--seed <number>', 'another weather 另一种天气', number, 1)
    .action(demo);
}

function number(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('a number above 0 大于 0 的数');
  return value;
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('a port, 0 to 65535 端口号');
  return value;
}

async function demo(options: DemoOptions): Promise<void> {
  // From here on a signal ends it in order, also in the middle of starting.
  const asked = untilSignal();
  const startMs = dayStart(Date.now()) + BEGINS_AT_HOUR * HOUR_MS;
  const clock = compressedClock(systemClock, { startMs, rate: options.rate, held: true });
  const log = pino({ level: 'error' }, pino.destination(2));
  const folder = mkdtempSync(join(tmpdir(), 'lianfang-demo-'));
  const receiver = await startWebhookReceiver(sayNotice);
  const loaded = loadConfig(CONFIG, {});
  const { agreement } = loaded;
  const desk = new AnsweringDesk({ agreementAt: () => agreement, answers: DEMO_ANSWERS, personOf: personIn });
  const cast = new Cast(agreement, desk);
  const host = '127.0.0.1';
  const installation = await startInstallation({
    loaded: {
      ...loaded,
      config: {
        ...loaded.config,
        http: { host, port: await portOrFree(options.port, host), protocol_readers: 'everybody' },
        embedded_broker: EmbeddedBroker.parse({ host, port: await portOrFree(options.mqttPort, host) }),
        storage: { directory: folder },
        webhooks: [{ id: 'bureau', url: receiver.url, priority: 2 }],
        people: cast.entries,
      },
    },
    clock,
    clockRate: options.rate,
    log,
    demo: cast,
  });
  const publisher = await Publisher.connect({ url: installation.broker, clientId: 'demo-stations' });
  const cluster = createCluster({ seed: options.seed, episodeStartMs: startMs - ONSET_HOURS_AGO * HOUR_MS });
  const centre = await startForecastCentre({
    broker: installation.broker,
    cluster,
    now: clock.now,
    firstAt: startMs + FIRST_BULLETIN_AFTER_HOURS * HOUR_MS,
  });
  const failed = (error: unknown, what: string) => log.error({ err: error }, what);
  const stopStations = await runStations({
    cluster,
    publisher,
    clock,
    from: startMs - HISTORY_HOURS * HOUR_MS,
    onHour: (hourEnd) => void centre.hour(hourEnd).catch((error) => failed(error, 'a bulletin could not be sent')),
    onError: (error) => failed(error, 'the simulated stations could not send'),
  });
  // Not before the past is in the store: a page opened at once shows all of it.
  clock.go();
  console.log(
    [
      '联防 Lianfang · 示例城市群（虚构） the invented demonstration cluster',
      `  页面 page     ${installation.url}`,
      `  MQTT          ${installation.broker}  lianfang/v1/<city>/<station>/readings`,
      `  时钟 clock    ×${options.rate}: ${(3600 / options.rate).toFixed(1)} s = 1 h`,
      '  脚本答复，可在页面上接手任一辖区 answers are scripted; take any jurisdiction over on the page',
      '  Ctrl+C 结束 ends it',
      '',
    ].join('\n'),
  );
  const stopStory = tellStory({ installation, desk, agreement, clock, log, say });
  await asked;
  stopStations();
  await stopStory();
  await centre.close();
  await publisher.close();
  await installation.close();
  await receiver.close();
  rmSync(folder, { recursive: true, force: true });
}

function say(at: number, text: string): void {
  console.log(`${formatIso(at).slice(5, 16).replace('T', ' ')}  ${text}`);
}

/** What the bureau's own system was told: alerts; the protocols' notices are told as milestones. */
function sayNotice(notice: unknown): void {
  const { type, at, message, alert } = notice as {
    type: string;
    at: string;
    alert?: string;
    message?: { zh: string; en: string };
  };
  if (alert === undefined) return;
  say(Date.parse(at), `webhook ← ${type}  ${message === undefined ? alert : `${message.zh} | ${message.en}`}`);
}
