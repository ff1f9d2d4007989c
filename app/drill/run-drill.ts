import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../api/deps.ts';
import type { AgreementVersions } from '../../domain/agreement/agreement-versions.ts';
import type { Clock } from '../../domain/clock.ts';
import { AnsweringDesk } from '../answering/answering-desk.ts';
import type { Answers } from '../answering/answers-file.ts';
import type { Loaded } from '../config/load.ts';
import { tellStory } from '../demo/tell-story.ts';
import { type Installation, startInstallation } from '../installation/installation.ts';
import { sleep } from '../simulation/pace.ts';
import { Publisher } from '../simulation/publisher.ts';
import type { DrillAir } from './drill-air.ts';
import { DrillClock } from './drill-clock.ts';
import { feedReadings } from './drill-feed.ts';
import { DrillLedger } from './drill-ledger.ts';
import { drillPage } from './drill-page.ts';
import { type DrillReport, drillReport } from './drill-report.ts';

const HOUR_MS = 3_600_000;

export interface DrillOptions {
  /** As `drillLoaded` makes it. */
  readonly loaded: Loaded;
  readonly folder: string;
  readonly air: DrillAir;
  readonly rate: number;
  /** Hours of the drill's clock after the last reading. */
  readonly afterHours: number;
  readonly answers: Answers;
  /** The clock of real life. */
  readonly clock: Clock;
  readonly log: Log;
  /** Aborted: the drill is over. */
  readonly signal: AbortSignal;
  readonly onReady: (installation: Installation, clock: Clock) => void;
  readonly say: (at: number, text: string) => void;
}

/** A drill from its first reading to its report, which is also written into its folder. */
export async function runDrill(options: DrillOptions): Promise<DrillReport> {
  const { loaded, folder, air, rate, answers, log, say } = options;
  const ledger = new DrillLedger(folder);
  const clock = new DrillClock(options.clock, { startMs: air.startsAt, rate });
  const models = Object.entries(answers.jurisdictions).map(([id, { pace }]) => [id, pace]);
  await ledger.begin(clock.now(), { rate, air: air.source, models: Object.fromEntries(models) });
  const installation = await startInstallation({ loaded, clock, clockRate: rate, log, exercise: true });
  try {
    await rehearse(installation, { ...options, clock });
  } finally {
    await installation.close();
  }
  await ledger.end(clock.now());
  say(clock.now(), '演练结束 the drill is over');
  return writeReport(folder, loaded.versions);
}

async function rehearse(
  installation: Installation,
  options: Omit<DrillOptions, 'clock'> & { readonly clock: DrillClock },
): Promise<void> {
  const { loaded, air, answers, clock, log, signal, say, onReady } = options;
  const publisher = await Publisher.connect({ url: installation.broker, clientId: 'drill-stations' });
  const feeding = {
    publisher,
    clock,
    signal,
    onRefused: ({ station }: { readonly station: string }, error: Error) =>
      log.warn({ station, reason: error.message }, 'a reading was refused'),
  };
  const past = air.readings.filter(({ at }) => at <= air.startsAt);
  await feedReadings(past, feeding);
  clock.begin();
  onReady(installation, clock);
  const desk = new AnsweringDesk({ agreementAt: (at) => loaded.versions.inForceAt(at)?.agreement, answers });
  const { agreement } = loaded;
  const stopStory = tellStory({ installation, desk, agreement, clock, log, say });
  await feedReadings(air.readings.slice(past.length), feeding);
  await sleep(clock, options.afterHours * HOUR_MS, signal);
  await stopStory();
  await publisher.close();
}

/** From the folder alone (DRI-9). Throws when it holds no drill. */
export async function writeReport(folder: string, versions: AgreementVersions): Promise<DrillReport> {
  const { record, notices } = await new DrillLedger(folder).read();
  const agreement = versions.inForceAt(record.from)?.agreement ?? versions.versions.at(-1)?.agreement;
  if (agreement === undefined) throw new Error('there is no version of the agreement');
  const report = drillReport(record, agreement, notices);
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(folder, 'report.html'), drillPage(report));
  return report;
}
