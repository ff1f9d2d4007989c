import { Command, InvalidArgumentError, Option } from 'commander';
import { Evaluator } from '../../alerting/evaluation/evaluator.ts';
import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import type { AgreementVersions } from '../../domain/agreement/agreement-versions.ts';
import type { Reading } from '../../domain/air/reading.ts';
import type { AlertEvent } from '../../domain/alert/alert.ts';
import { formatIso, parseIso } from '../../domain/time.ts';
import { OverruleBook } from '../../ingest/quality/overrule-book.ts';
import { QualityCounters } from '../../ingest/quality/quality-counters.ts';
import { QualityDesk } from '../../ingest/quality/quality-desk.ts';
import { RegionTerms } from '../../ingest/quality/station-terms.ts';
import { evaluatorOptions } from '../agreement/evaluator-options.ts';
import { ConfigError } from '../config/fault.ts';
import { type LoadedAgreement, loadAgreement } from '../config/load.ts';
import { formatCsvProblem } from '../csv/csv-problem.ts';
import { readReadingsCsv } from '../csv/readings-csv.ts';

interface ReplayOptions {
  readonly agreement: string;
  readonly stations: string;
  readonly readings: string;
  readonly calibration?: string;
  readonly ts: 'start' | 'end';
  readonly from?: number;
  readonly to?: number;
  readonly json?: boolean;
}

/** `lianfang replay`: history through the live evaluator in virtual time; what would have been said, and when. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('run history through the same engine 用历史数据回放规则')
    .requiredOption('--agreement <file>', 'agreement, or folder of its versions 协议，或其各版本的文件夹')
    .requiredOption('--stations <file>', 'stations CSV 站点表')
    .requiredOption('--readings <file>', 'readings CSV of hours, plain or gzip 小时读数')
    .option('--calibration <file>', 'calibration history, YAML 校准历史')
    .addOption(
      new Option('--ts <label>', 'whether the file stamps an hour by its start or end')
        .choices(['start', 'end'])
        .default('end'),
    )
    .addOption(new Option('--from <time>', 'first period end, ISO 8601 with offset').argParser(time))
    .addOption(new Option('--to <time>', 'period end to stop before').argParser(time))
    .option('--json', 'one JSON object a line')
    .action(async (options: ReplayOptions) => {
      const print = options.json ? printJson : printText;
      let events = 0;
      const summary = await replay(options, (event) => {
        events += 1;
        print(event);
      });
      const seconds = (summary.elapsedMs / 1000).toFixed(1);
      console.error(
        `${summary.readings} readings 读数, ${summary.problems} faulty rows or cells 错误, ` +
          `${summary.unknown} of unknown stations 未知站点, ${events} events 事件, ${seconds} s`,
      );
      if (summary.problems > 0) process.exitCode = 1;
    });
}

function time(text: string): number {
  const at = parseIso(text);
  if (at === null) throw new InvalidArgumentError('write a time like 2026-11-22T14:00:00+08:00');
  return at;
}

/** Feeds the file through quality control to the evaluator in file order, and closes what is open at its end. */
async function replay(options: ReplayOptions, emit: (event: AlertEvent) => void) {
  const { versions, stations, calibration } = loadAgreement(options);
  const cities = new Map(stations.map(({ id, city }) => [id, city]));
  let engine: { readonly evaluator: Evaluator; readonly desk: QualityDesk } | undefined;
  const summary = { readings: 0, problems: 0, unknown: 0, elapsedMs: performance.now() };
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = options;
  const rows = readReadingsCsv(options.readings, {
    ts: options.ts,
    onProblem: (problem) => {
      summary.problems += 1;
      console.error(formatCsvProblem(problem));
    },
  });
  for await (const { at, station, values } of rows) {
    if (at < from || at >= to || Object.keys(values).length === 0) continue;
    const city = cities.get(station);
    if (city === undefined) summary.unknown += 1;
    else {
      summary.readings += 1;
      const reading: Reading = { station, city, at, periodS: 3600, values, flags: {} };
      engine ??= engineFor(agreementFor(versions, at), { stations, calibration });
      for (const event of engine.evaluator.judge(engine.desk.take([reading]).usable).alerts) emit(event);
    }
  }
  for (const event of engine?.evaluator.closeHours(Number.POSITIVE_INFINITY).alerts ?? []) emit(event);
  summary.elapsedMs = performance.now() - summary.elapsedMs;
  return summary;
}

/** What live operation does with a reading, without its stores. */
function engineFor(agreement: AgreementFile, region: Pick<LoadedAgreement, 'stations' | 'calibration'>) {
  const options = evaluatorOptions(agreement, region.stations);
  const terms = new RegionTerms({ ...region, limits: agreement.quality, utcOffsetMs: options.utcOffsetMs });
  const desk = new QualityDesk({ terms, overrules: new OverruleBook(), counters: new QualityCounters() });
  return { evaluator: new Evaluator(options), desk };
}

/** The version in force when the first hour ends; one that stands alone is tried on any time. */
function agreementFor({ versions }: AgreementVersions, at: number): AgreementFile {
  const [only] = versions;
  const found = versions.length === 1 ? only : versions.find(({ from, to }) => from < at && at <= to);
  if (found !== undefined) return found.agreement;
  const message = `no version is in force at ${formatIso(at)}: name one file, or begin with --from`;
  throw new ConfigError([
    { file: '--agreement', path: '', message, zh: '此时没有生效的版本：请指定单个文件或用 --from' },
  ]);
}

function printJson({ type, at, data }: AlertEvent): void {
  const { subject, rule, ...facts } = data;
  console.log(JSON.stringify({ at: formatIso(at), type, subject, rule, ...facts }));
}

const SAID: Readonly<Record<string, string>> = {
  'alert.returned': '已恢复 returned',
  'alert.corrected': '已更正 corrected',
  'alert.withdrawn': '已撤回 withdrawn',
};

function printText({ type, at, data }: AlertEvent): void {
  const place = `${data.subject.kind} ${data.subject.id}`;
  const what = 'message' in data ? data.message.zh : (SAID[type] ?? '');
  const value = 'value' in data ? String(data.value ?? '') : '';
  console.log(
    `${formatIso(at)}  ${type.padEnd(14)}  ${place.padEnd(28)}  ${data.rule.padEnd(20)}  ${value.padEnd(6)}  ${what}`,
  );
}
