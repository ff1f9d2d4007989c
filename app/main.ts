import { Command, CommanderError } from 'commander';
import { aqiCommand } from './commands/aqi.ts';
import { checkCommand } from './commands/check.ts';
import { demoCommand } from './commands/demo.ts';
import { replayCommand } from './commands/replay.ts';
import { serveCommand } from './commands/serve.ts';
import { simulateCommand } from './commands/simulate.ts';
import { stationsCommand } from './commands/stations.ts';
import { ConfigError } from './config/fault.ts';

/** The command line: exit 0 done, 1 a check found something, 2 wrong use or configuration. */
const program = new Command('lianfang')
  .description('Lianfang 联防 runs an inter-city agreement on air pollution 运行城市间大气污染联防联控协议')
  .showHelpAfterError('(--help shows how to use it 查看用法)')
  .showSuggestionAfterError();

const commands = [
  demoCommand(),
  serveCommand(),
  checkCommand(),
  aqiCommand(),
  replayCommand(),
  simulateCommand(),
  stationsCommand(),
];
for (const command of commands) program.addCommand(command.exitOverride());
program.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Help and version are no errors; all else is wrong use.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof ConfigError) {
    console.error(`${error.message}\n${error.faults.length} fault(s) 处错误`);
    process.exitCode = 2;
  } else {
    throw error;
  }
}
