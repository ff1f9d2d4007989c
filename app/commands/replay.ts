import { writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { PARAMETERS } from '../../domain/air/parameter.ts';
import { parseIso } from '../../domain/time.ts';
import { compareRecords } from '../replay/compare.ts';
import { LineWriter } from '../replay/line-writer.ts';
import { protocolHeadline } from '../replay/protocol-headline.ts';
import { protocolJson, protocolText } from '../replay/protocol-lines.ts';
import type { ReplayEvent } from '../replay/replay-event.ts';
import { differenceJson, differenceText, eventJson, eventText } from '../replay/replay-lines.ts';
import { ReplayProgress } from '../replay/replay-progress.ts';
import type { ReplaySession } from '../replay/replay-session.ts';
import { type ReplayFiles, type ReplayOutcome, runReplay } from '../replay/run-replay.ts';
import { toldText } from '../replay/told-text.ts';
import { reportPage } from '../report/report-page.ts';
import { SeriesBook } from '../report/series-book.ts';

interface ReplayOptions extends Omit<ReplayFiles, 'agreements'> {
  readonly agreement: string;
  readonly compare?: string;
  readonly summary?: string;
  readonly report?: string;
  readonly json?: boolean;
}

/** `lianfang replay`: history through the live evaluator in virtual time; what would have been said, and when. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('run history through the same engine 用历史数据回放规则与分级')
    .requiredOption('--agreement <file>', 'agreement, or folder of its versions 协议，或其各版本的文件夹')
    .option('--stations <file>', 'stations CSV, with --readings 站点表，配合 --readings')
    .option('--readings <file>', 'readings CSV of hours, plain or gzip 小时读数')
    .option('--daily <file>', 'CSV of city-days (date,city,aqi), the published AQI as a perfect forecast 城市日值')
    .option('--compare <file>', 'another agreement: prints what it says differently (A and B) 与另一协议对比')
    .option('--summary <file>', 'write the figures of the run as JSON 将统计结果写成 JSON')
    .option('--report <file>', 'write one self-contained HTML page 生成独立的 HTML 报告')
    .option(
      '--protocol <answers>',
      'run the joint warnings too, answered prompt, slow, silent or as a YAML file says 同时回放联合预警：各方按时、拖延、沉默或按文件答复',
    )
    .option('--calibration <file>', 'calibration history, YAML 校准历史')
    .addOption(
      new Option('--ts <label>', 'whether the file stamps an hour by its start or end')
        .choices(['start', 'end'])
        .default('end'),
    )
    .addOption(new Option('--from <time>', 'first period end, ISO 8601 with offset').argParser(time))
    .addOption(new Option('--to <time>', 'period end to stop before').argParser(time))
    .option('--json', 'one JSON object a line')
    .action(async (options: ReplayOptions, command: Command) => {
      if ((options.readings === undefined) === (options.daily === undefined)) {
        command.error('needs either --readings or --daily 须且只须指定 --readings 或 --daily 之一');
      }
      if (options.readings !== undefined && options.stations === undefined) {
        command.error('--readings needs --stations 缺少 --stations');
      }
      await replay(options);
    });
}

function time(text: string): number {
  const at = parseIso(text);
  if (at === null) throw new InvalidArgumentError('write a time like 2026-11-22T14:00:00+08:00');
  return at;
}

async function replay(options: ReplayOptions): Promise<void> {
  const { agreement, compare, json } = options;
  const out = new LineWriter(process.stdout);
  const progress = new ReplayProgress(process.stderr, () => performance.now());
  const print = json ? eventJson : eventText;
  const series = options.report === undefined ? undefined : new SeriesBook(PARAMETERS);
  // With the protocols, whose events stand between the others, nothing can be printed before the end.
  const waiting: ReplayEvent[] = [];
  const hear =
    options.protocol === undefined ? (event: ReplayEvent) => out.line(print(event)) : waiting.push.bind(waiting);
  const outcome = await runReplay(
    { ...options, agreements: compare === undefined ? [agreement] : [agreement, compare] },
    {
      // Of two agreements only the differences are of interest.
      ...(compare === undefined ? { event: hear } : {}),
      ...(series === undefined
        ? {}
        : {
            usable: (readings) => series.usable(readings),
            closed: (hours) => series.closed(hours),
            day: (city, endAt, aqi) => series.day(city, endAt, aqi),
          }),
      problem: (text) => console.error(text),
      progress: (at, figures) => progress.update(at, figures),
    },
  );
  progress.end();
  const [a, b] = outcome.sessions;
  if (a !== undefined && b !== undefined) {
    const tell = json ? differenceJson : differenceText;
    for (const difference of compareRecords(a.record, b.record, outcome.to)) out.line(tell(difference));
  } else if (a?.protocol !== undefined) for (const line of linesOf(waiting, a, print, json === true)) out.line(line);
  out.flush();
  if (options.report !== undefined && series !== undefined) {
    writeFileSync(options.report, reportPage({ ...outcome, series, isDaily: options.daily !== undefined }));
  }
  if (options.summary !== undefined) writeFileSync(options.summary, `${JSON.stringify(figures(outcome), null, 2)}\n`);
  for (const [place, session] of outcome.sessions.entries()) {
    const name = outcome.sessions.length === 1 ? '' : `${'AB'[place]}: `;
    console.error(`${name}${session.record.events} events 事件; ${toldText(session.told)}`);
    const { protocol } = session.summary(outcome);
    if (protocol !== undefined) console.error(`${name}${protocolHeadline(protocol)}`);
  }
  const seconds = (outcome.elapsedMs / 1000).toFixed(1);
  const of = options.daily === undefined ? ['readings 读数', 'stations 站点'] : ['city-days 城市日值', 'cities 城市'];
  console.error(
    `${outcome.rows} ${of[0]}, ${outcome.problems} faulty rows or cells 错误, ` +
      `${outcome.unknown} of unknown ${of[1]} 未知, ${seconds} s`,
  );
  if (outcome.problems > 0) process.exitCode = 1;
}

/** All in the order of their times; at one instant what the engine said comes before what people do. */
function linesOf(
  told: readonly ReplayEvent[],
  { protocol, agreement }: ReplaySession,
  print: (event: ReplayEvent) => string,
  json: boolean,
): string[] {
  const region = agreement.region.id;
  const printProtocol = json ? protocolJson : protocolText;
  return [
    ...told.map((event) => ({ at: event.at, line: () => print(event) })),
    ...(protocol?.events ?? []).map((event) => ({ at: event.at, line: () => printProtocol(event, region) })),
  ]
    .sort((one, other) => one.at - other.at)
    .map(({ line }) => line());
}

function figures(outcome: ReplayOutcome) {
  const [a, b] = outcome.sessions.map((session) => ({
    agreement: session.agreement.version,
    ...session.summary(outcome),
    told: session.told,
  }));
  return b === undefined ? a : { a, b };
}
