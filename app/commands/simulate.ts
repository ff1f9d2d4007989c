import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { parseIso } from '../../domain/time.ts';
import { systemClock } from '../clock/system-clock.ts';
import { runSimulation, type SimulationSource } from '../simulation/run-simulation.ts';

interface SimulateFlags {
  readonly mqtt: string;
  readonly username?: string;
  readonly passwordFile?: string;
  readonly clientId: string;
  readonly speed: number;
  readonly hours?: number;
  readonly seed: number;
  readonly start?: number;
  readonly episodeStart?: number;
  readonly from?: string;
  readonly stations?: string;
  readonly ts: 'start' | 'end';
  readonly untilStored?: true;
  readonly resendS: number;
  readonly json?: true;
}

const HOUR_MS = 3_600_000;
const CLUSTER_HOURS = 48;
const WRONG_USE = { exitCode: 2 };
/** An unnamed episode begins so long after the first hour: long enough to see an ordinary day's air. */
const ONSET_AFTER_MS = 6 * HOUR_MS;

/**
 * `lianfang simulate`: stations that push readings to a broker. Sets `process.exitCode`: 0 done, 1 something was left
 * out, 2 wrong use.
 */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description(
      'stations that push readings over MQTT: an invented cluster of 8 cities, or a file · 模拟站点推送：虚构城市群或实测文件',
    )
    .option('--mqtt <url>', 'broker · MQTT 服务器地址', 'mqtt://127.0.0.1:1883')
    .option('--username <name>', 'user at the broker · 用户名')
    .option('--password-file <file>', 'file whose first line is the password · 密码文件（取首行）')
    .option(
      '--client-id <id>',
      'session at the broker; one for each running simulation · 会话标识',
      'lianfang-simulate',
    )
    .option('--speed <n>', 'simulated seconds per second; 0: as fast as possible · 时间倍速，0 为最快', number(0), 3600)
    .option(
      '--hours <n>',
      'hours to send; default: 48 of the cluster, all of a file; 0: without end · 小时数',
      number(0),
    )
    .option('--seed <n>', 'same seed, same readings (cluster) · 随机种子', whole, 1)
    .option(
      '--start <time>',
      'end of the first hour, like 2026-11-22T14:00:00+08:00; default: the last hour is now (cluster) · 起始时刻',
      hour,
    )
    .option(
      '--episode-start <time>',
      'onset of a pollution episode; default: 6 h after the first hour (cluster) · 污染过程开始',
      instant,
    )
    .option('--from <file>', 'readings CSV to push, plain or gzip · 推送实测 CSV')
    .option('--stations <file>', 'stations CSV of that file (needed with --from) · 站点 CSV')
    .addOption(
      new Option('--ts <end>', 'which end of its hour the file stamps · 文件时间戳是时段的起点或终点')
        .choices(['start', 'end'])
        .default('end'),
    )
    .option(
      '--until-stored',
      "keep every reading until the platform's receipt says that it is stored, and send it again · 收到平台回执才算完成",
    )
    .option(
      '--resend-s <n>',
      'with --until-stored: seconds until what is not confirmed is sent again · 未确认读数的重发间隔（秒）',
      number(1),
      30,
    )
    .option('--json', 'summary as JSON · 以 JSON 输出汇总')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: SimulateFlags, command: Command) => {
      const stop = new AbortController();
      process.once('SIGINT', () => stop.abort());
      process.once('SIGTERM', () => stop.abort());
      process.exitCode = await runSimulation(
        {
          source: sourceOf(flags, command, systemClock.now()),
          broker: {
            url: flags.mqtt,
            clientId: flags.clientId,
            ...(flags.username === undefined ? {} : { username: flags.username }),
            ...(flags.passwordFile === undefined ? {} : { password: passwordOf(flags.passwordFile, command) }),
          },
          speed: flags.speed,
          json: flags.json === true,
          ...(flags.untilStored === true && { untilStoredMs: flags.resendS * 1000 }),
        },
        { stdout: process.stdout, stderr: process.stderr, clock: systemClock, signal: stop.signal },
      );
    });
}

const EXAMPLES = `
Examples 示例:
  lianfang simulate --speed 3600 --hours 48
  lianfang simulate --from readings.csv.gz --stations stations.csv --ts start --speed 0 --json
Exit 退出码: 0 all acknowledged 全部确认; 1 something was left out 有遗漏; 2 wrong use 用法或配置错误`;

/** What the flags ask for; `command.error` (exit 2) when they contradict each other. */
export function sourceOf(flags: SimulateFlags, command: Command, now: number): SimulationSource {
  const hours = flags.hours === 0 ? Number.POSITIVE_INFINITY : flags.hours;
  if (flags.from !== undefined) {
    if (flags.stations === undefined) {
      command.error('error: --from needs --stations FILE, which says what city each station belongs to', WRONG_USE);
    }
    return {
      kind: 'file',
      readings: flags.from,
      stations: flags.stations,
      ts: flags.ts,
      hours: hours ?? Number.POSITIVE_INFINITY,
    };
  }
  if (flags.stations !== undefined)
    command.error('error: --stations belongs to --from; the cluster has its own stations', WRONG_USE);
  const live = flags.speed === 1;
  if (hours === Number.POSITIVE_INFINITY && !live && flags.start === undefined) {
    command.error('error: --hours 0 runs ahead of the clock; add --speed 1, or --start to say from when', WRONG_USE);
  }
  const count = hours ?? CLUSTER_HOURS;
  const lastHourEnd = now - (now % HOUR_MS);
  const firstHourEndMs = flags.start ?? (live ? lastHourEnd : lastHourEnd - (Math.ceil(count) - 1) * HOUR_MS);
  const episodeStartMs = flags.episodeStart ?? firstHourEndMs + ONSET_AFTER_MS;
  return { kind: 'cluster', seed: flags.seed, firstHourEndMs, hours: count, episodeStartMs };
}

function passwordOf(file: string, command: Command): string {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/, 1)[0] ?? '';
  } catch (error) {
    return command.error(
      `error: --password-file: ${error instanceof Error ? error.message : error}; check the path`,
      WRONG_USE,
    );
  }
}

function number(least: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!Number.isFinite(value) || value < least) throw new InvalidArgumentError(`write a number from ${least} on.`);
    return value;
  };
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('write a whole number of at most 9 digits.');
  return Number(text);
}

function instant(text: string): number {
  const at = parseIso(text);
  if (at === null) throw new InvalidArgumentError('write it like 2026-11-22T14:00:00+08:00.');
  return at;
}

function hour(text: string): number {
  const at = instant(text);
  if (at % HOUR_MS !== 0) throw new InvalidArgumentError('it is not a full hour.');
  return at;
}
