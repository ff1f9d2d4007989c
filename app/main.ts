import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { StoreUnavailable } from '../store/timeseries.ts';
import { aqiCommand } from './commands/aqi.ts';
import { checkCommand } from './commands/check.ts';
import { demoCommand } from './commands/demo.ts';
import { drillCommand } from './commands/drill.ts';
import { evidenceCommand } from './commands/evidence.ts';
import { explainCommand } from './commands/explain.ts';
import { peopleCommand } from './commands/people.ts';
import { replayCommand } from './commands/replay.ts';
import { serveCommand } from './commands/serve.ts';
import { simulateCommand } from './commands/simulate.ts';
import { stationsCommand } from './commands/stations.ts';
import { systemErrorText } from './commands/system-error.ts';
import { testCommand } from './commands/test.ts';
import { verifyCommand } from './commands/verify.ts';
import { ConfigError } from './config/fault.ts';
import { CsvRefused } from './csv/csv-problem.ts';
import { FolderUnusable } from './installation/folder-lock.ts';

/** The command line: exit 0 done, 1 a check found something, 2 wrong use or configuration. */
const program = new Command('lianfang')
  .description('Lianfang 联防 runs an inter-city agreement on air pollution 运行城市间大气污染联防联控协议')
  .showHelpAfterError('(--help shows how to use it 查看用法)')
  .showSuggestionAfterError();

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
program.version(version);

const commands = [
  demoCommand(),
  serveCommand(),
  checkCommand(),
  testCommand(),
  aqiCommand(),
  replayCommand(),
  drillCommand(),
  explainCommand(),
  simulateCommand(),
  stationsCommand(),
  peopleCommand(),
  verifyCommand(),
  evidenceCommand(),
];
for (const command of commands) program.addCommand(command.exitOverride());
program.exitOverride();

// Whoever reads our output may stop reading, as `head` does: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Help and version are no errors; all else is wrong use.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof ConfigError) {
    console.error(`${error.message}\n${error.faults.length} fault(s) 处错误`);
    process.exit(2);
  } else if (isOperatorsError(error)) {
    console.error(systemErrorText(error));
    // A half-started installation may have timers and ports open.
    process.exit(2);
  } else {
    throw error;
  }
}

/** What an operator can mend gets its sentence, not a stack: a port that is taken, a file or folder that cannot be used. */
function isOperatorsError(error: unknown): error is Error {
  if (error instanceof CsvRefused || error instanceof FolderUnusable || error instanceof StoreUnavailable) return true;
  return error instanceof Error && 'syscall' in error;
}
