import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { pino } from 'pino';
import { utcOffsetMs } from '../../domain/agreement/utc-offset.ts';
import { parseIso } from '../../domain/time.ts';
import { type Answers, answersAt } from '../answering/answers-file.ts';
import { mannerOf, Pace } from '../answering/manner.ts';
import { systemClock } from '../clock/system-clock.ts';
import { faultText } from '../config/fault.ts';
import type { Loaded } from '../config/load.ts';
import { loadConfig } from '../config/load.ts';
import { portOrFree } from '../demo/port-or-free.ts';
import { airOfCluster, airOfFile, type DrillAir } from '../drill/drill-air.ts';
import { drillFolder } from '../drill/drill-folder.ts';
import { drillLoaded } from '../drill/drill-loaded.ts';
import type { DrillReport } from '../drill/drill-report.ts';
import { runDrill, writeReport } from '../drill/run-drill.ts';
import { RegionTime } from '../report/region-time.ts';
import { configFile } from './config-file.ts';
import { untilSignal } from './until-signal.ts';

interface DrillFlags {
  readonly config?: string;
  readonly folder: string;
  readonly readings?: string;
  readonly cluster?: true;
  readonly seed: number;
  readonly hours: number;
  readonly ts: 'start' | 'end';
  readonly from?: number;
  readonly to?: number;
  readonly clock: 'own' | 'now';
  readonly rate: number;
  readonly leadIn: number;
  readonly after: number;
  readonly port?: number;
  readonly model?: Models;
  readonly report?: true;
}
type Models = Readonly<Record<string, Pace>>;

const EXAMPLES = `
Examples 示例:
  lianfang drill --folder drill-1 --readings winter.csv.gz --from 2016-12-15T00:00:00+08:00 --to 2016-12-23T00:00:00+08:00
  lianfang drill --folder drill-2 --config config/demo/lianfang.yaml --cluster --rate 60 --model prompt=jia,yi --model slow=bing
  lianfang drill --folder drill-1 --report
Exit 退出码: 0 done 完成; 2 wrong use or configuration 用法或配置错误. docs/guide/drill.md`;

/** `lianfang drill`: the whole region rehearses, apart from everything real; a report at the end. */
export function drillCommand(): Command {
  return new Command('drill')
    .description(
      'rehearse with real people on simulated or replayed air, everything marked EXERCISE 演练：真人、模拟或回放数据，全程标注',
    )
    .requiredOption('--folder <dir>', "the drill's own folder, empty 演练专用空文件夹")
    .option('--config <file>', 'configuration file 配置文件 (default: $LIANFANG_CONFIG or lianfang.yaml)')
    .option('--readings <file>', 'readings CSV of hours, plain or gzip, replayed 回放的小时读数')
    .option('--cluster', 'the invented cluster instead; the configuration must have its stations 虚构城市群')
    .option('--seed <number>', 'another weather, with --cluster 另一种天气', whole(0), 1)
    .option('--hours <number>', 'so long, with --cluster 时长（小时）', whole(1), 60)
    .addOption(
      new Option('--ts <label>', 'whether the file stamps an hour by its start or end 文件时间戳为时段起点或终点')
        .choices(['start', 'end'])
        .default('end'),
    )
    .addOption(new Option('--from <time>', 'where the drill begins in the file 演练起点').argParser(time))
    .addOption(new Option('--to <time>', 'period end to stop before 演练终点').argParser(time))
    .addOption(
      new Option('--clock <which>', 'dates as of now, or those of the file 以当前日期，或以文件日期')
        .choices(['now', 'own'])
        .default('now'),
    )
    .option('--rate <factor>', 'how many times faster than life; 1 is life 时钟倍率', factor, 1)
    .option('--lead-in <hours>', 'earlier readings that are there at once 预先载入的小时数', whole(0), 72)
    .option('--after <hours>', 'how long it goes on after the last reading 读数结束后继续的小时数', whole(0), 6)
    .option('--port <port>', 'port of the page; a free one when it is taken 页面端口', whole(0))
    .option('--model <pace=ids>', 'answer for absent jurisdictions: prompt=jia,yi, slow=, silent= 模拟缺席方', models)
    .option('--report', 'only write the report of a drill again 仅重新生成报告')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: DrillFlags, command: Command) => {
      const config = flags.config ?? configFile();
      // Which version of the agreement is in force is asked at the drill's own time.
      const at = flags.clock === 'own' ? flags.from : undefined;
      const loaded = loadConfig(config, process.env, at);
      const folder = drillFolder(flags.folder, resolve(loaded.directory, loaded.config.storage.directory));
      if (flags.report) {
        say(await writeReport(folder, loaded.versions), folder);
        return;
      }
      if ((flags.readings === undefined) === (flags.cluster === undefined)) {
        command.error('needs either --readings or --cluster 须且只须指定 --readings 或 --cluster 之一', {
          exitCode: 2,
        });
      }
      await drill(flags, loaded, folder, command);
    });
}

async function drill(flags: DrillFlags, loaded: Loaded, folder: string, command: Command): Promise<void> {
  const log = pino({ level: 'error' }, pino.destination(2));
  for (const warning of loaded.warnings) console.error(faultText(warning));
  const answers = answersOf(flags.model ?? {}, loaded, command);
  const air = await airFor(flags, loaded, command);
  // Not before: until a signal comes it keeps the process alive, whatever was wrong.
  const stop = new AbortController();
  const asked = untilSignal().then(() => stop.abort());
  const { host, port } = loaded.config.http;
  const { region } = loaded.agreement;
  const local = new RegionTime(utcOffsetMs(region.utc_offset));
  const report = await runDrill({
    loaded: drillLoaded(loaded, { folder, port: await portOrFree(flags.port ?? port, host), brokerPort: 0 }),
    folder,
    air,
    answers,
    rate: flags.rate,
    afterHours: flags.after,
    clock: systemClock,
    log,
    signal: stop.signal,
    onReady: ({ url }, clock) =>
      console.log(
        [
          `演练 EXERCISE · ${region.name.zh} ${region.name.en}`,
          `  页面 page     ${url}`,
          `  空气 air      ${air.source}`,
          `  时钟 clock    ${local.minute(clock.now())} ×${flags.rate}`,
          `  文件夹 folder ${folder}`,
          '  Ctrl+C 结束并生成报告 ends it and writes the report',
          '',
        ].join('\n'),
      ),
    say: (at, text) => console.log(`${local.minute(at)}  【演练】EXERCISE  ${text}`),
  });
  say(report, folder);
  stop.abort();
  // The wait for a signal keeps the process alive, and nobody has to send one any more.
  process.emit('SIGTERM');
  await asked;
}

function say({ total }: DrillReport, folder: string): void {
  console.log(
    [
      `应办 owed ${total.owed}`,
      `按时 in time ${total.inTime}`,
      `迟 late ${total.late}`,
      `未办 not done ${total.missed}`,
      `上报 escalated ${total.escalations}`,
    ].join(' · '),
  );
  console.log(`${join(folder, 'report.html')}\n${join(folder, 'report.json')}`);
}

/** Whoever is not named is a person, and the model says nothing for him (DRI-8). */
function answersOf(models: Models, { agreement }: Loaded, command: Command): Answers {
  const known = new Set(agreement.jurisdictions.map(({ id }) => id));
  const strangers = Object.keys(models).filter((id) => !known.has(id));
  if (strangers.length > 0) {
    command.error(`--model: not in the agreement 协议中没有: ${strangers.join(', ')}`, { exitCode: 2 });
  }
  const jurisdictions = Object.entries(models).map(([id, pace]) => [id, mannerOf(pace)]);
  return { ...answersAt('silent'), jurisdictions: Object.fromEntries(jurisdictions) };
}

async function airFor(flags: DrillFlags, { stations }: Loaded, command: Command): Promise<DrillAir> {
  const { readings: path, seed, hours, leadIn, clock, ts, from, to } = flags;
  const options = { leadInHours: leadIn, clock, now: systemClock.now() };
  if (path === undefined) {
    const air = await airOfCluster({ seed, hours }, options);
    const registered = new Set(stations.map(({ id }) => id));
    if (air.readings.some(({ station }) => registered.has(station))) return air;
    return command.error('--cluster: the configuration has none of its stations 配置中没有虚构城市群的站点', {
      exitCode: 2,
    });
  }
  const span = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  let complaints = 0;
  const complain = (text: string) => {
    complaints += 1;
    if (complaints <= 10) console.error(text);
  };
  try {
    return await airOfFile({ path, stations, ts, ...span }, options, complain);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return command.error(`error: ${error.message}`, { exitCode: 2 });
  }
}

function models(text: string, before: Models = {}): Models {
  const [pace, ids = ''] = text.split('=');
  const parsed = Pace.safeParse(pace);
  const named = ids.split(',').filter((id) => id !== '');
  if (!parsed.success || named.length === 0) {
    throw new InvalidArgumentError('write it like slow=jia,yi; prompt, slow or silent 写作 slow=jia,yi');
  }
  return { ...before, ...Object.fromEntries(named.map((id) => [id, parsed.data])) };
}

function time(text: string): number {
  const at = parseIso(text);
  if (at === null) throw new InvalidArgumentError('write a time like 2026-11-22T14:00:00+08:00');
  return at;
}

function factor(text: string): number {
  const value = Number(text);
  if (!(Number.isFinite(value) && value > 0)) throw new InvalidArgumentError('a number above 0 大于 0 的数');
  return value;
}

function whole(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least)
      throw new InvalidArgumentError(`a whole number from ${least} on 整数`);
    return value;
  };
}
