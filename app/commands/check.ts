import { Command } from 'commander';
import { ConfigError, faultText } from '../config/fault.ts';
import { loadConfig } from '../config/load.ts';
import { configFile } from './config-file.ts';

/** `lianfang check`: the configuration, the agreement and the stations, every fault at once. Exit 1 when there is one. */
export function checkCommand(): Command {
  return new Command('check')
    .description('check the configuration, the agreement and the stations it names 检查配置、协议和站点')
    .argument('[file]', 'configuration file 配置文件', configFile())
    .option('--json', 'print the faults as JSON')
    .action((file: string, options: { json?: boolean }) => {
      try {
        const { stations, agreement } = loadConfig(file, process.env);
        const found = { stations: stations.length, rules: agreement.rules.length };
        if (options.json) console.log(JSON.stringify({ ok: true, faults: [], ...found }));
        else console.log(`${file}: ${found.stations} stations 站点, ${found.rules} rules 规则. No faults 无错误.`);
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        if (options.json) console.log(JSON.stringify({ ok: false, faults: error.faults }));
        else console.log(`${error.faults.map(faultText).join('\n')}\n${error.faults.length} fault(s) 处错误`);
        process.exitCode = 1;
      }
    });
}
