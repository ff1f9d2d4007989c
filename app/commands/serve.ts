import { Command } from 'commander';
import { pino } from 'pino';
import { systemClock } from '../clock/system-clock.ts';
import { faultText } from '../config/fault.ts';
import { loadConfig } from '../config/load.ts';
import { startInstallation } from '../installation/installation.ts';
import { configFile } from './config-file.ts';
import { reloadRules } from './reload-rules.ts';
import { untilSignal } from './until-signal.ts';

/** `lianfang serve`: the program on its configuration, until SIGINT or SIGTERM; at SIGHUP it reads the rules again. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('run the installation that a configuration describes 按配置运行')
    .option('--config <file>', 'configuration file 配置文件 (default: $LIANFANG_CONFIG or lianfang.yaml)')
    .action(async (options: { config?: string }) => {
      const load = () => loadConfig(options.config ?? configFile(), process.env);
      const loaded = load();
      const asked = untilSignal();
      const log = pino({ level: 'info' }, pino.destination(2));
      for (const warning of loaded.warnings) log.warn(warning, faultText(warning));
      const installation = await startInstallation({ loaded, clock: systemClock, clockRate: 1, log });
      log.info({ url: installation.url, broker: installation.broker, store: installation.store }, 'ready');
      const { engine } = installation;
      process.on('SIGHUP', () => void reloadRules({ engine, load, log }));
      await asked;
      await installation.close();
    });
}
