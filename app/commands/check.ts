import { statSync } from 'node:fs';
import { Command } from 'commander';
import type { AgreementVersions } from '../../domain/agreement/agreement-versions.ts';
import type { Station } from '../../domain/air/station.ts';
import { readAgreementPath } from '../config/agreement-path.ts';
import { ConfigError, type Fault, faultText, isError } from '../config/fault.ts';
import { isRecord } from '../config/is-record.ts';
import { loadConfig } from '../config/load.ts';
import { readStationsFile } from '../config/stations-file.ts';
import { YamlFile } from '../config/yaml-file.ts';
import { configFile } from './config-file.ts';

interface Found {
  readonly faults: readonly Fault[];
  /** What was read, for the line that says so. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * `lianfang check`: a configuration with the agreement and the stations it names, or an agreement alone (a file, or a folder of its
 * versions); every fault at once. Exit 1 when one is an error.
 */
export function checkCommand(): Command {
  return new Command('check')
    .description('check a configuration with what it names, or an agreement 检查配置及其所引文件，或单独检查协议')
    .argument(
      '[file]',
      'configuration, agreement, or folder of its versions 配置、协议或其各版本的文件夹',
      configFile(),
    )
    .option('--stations <file>', 'stations CSV that an agreement is about 与协议对照的站点表')
    .option('--json', 'print the faults as JSON 以 JSON 输出')
    .action((file: string, options: { readonly stations?: string; readonly json?: boolean }, command: Command) => {
      const alone = isAgreement(file, options);
      if (!alone && options.stations !== undefined) {
        command.error(
          '--stations goes with an agreement; a configuration names its own 配置自带站点表，不需 --stations',
        );
      }
      const { faults, counts } = alone ? checkAgreement(file, options.stations) : checkConfig(file);
      const ok = !faults.some(isError);
      if (options.json) console.log(JSON.stringify({ ok, faults, ...(ok ? counts : {}) }));
      else {
        for (const fault of faults) console.log(faultText(fault));
        const errors = faults.filter(isError).length;
        const warnings = faults.length - errors;
        const verdict =
          warnings === 0 ? 'No faults 无错误' : `No errors, ${warnings} warning(s) 无错误，${warnings} 处提醒`;
        const said = Object.entries(counts).map(([name, count]) => `${count} ${name} ${COUNTED[name] ?? ''}`);
        console.log(ok ? `${file}: ${said.join(', ')}. ${verdict}.` : `${errors} fault(s) 处错误`);
      }
      if (!ok) process.exitCode = 1;
    });
}

const COUNTED: Readonly<Record<string, string>> = { versions: '版本', cities: '城市', stations: '站点', rules: '规则' };

function checkConfig(file: string): Found {
  try {
    const { stations, versions, warnings } = loadConfig(file, process.env);
    return { faults: warnings, counts: { ...countsOf(versions), stations: stations.length } };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { faults: error.faults, counts: {} };
  }
}

function checkAgreement(path: string, stationsFile: string | undefined): Found {
  const faults: Fault[] = [];
  let stations: readonly Station[] | undefined;
  try {
    if (stationsFile !== undefined) stations = readStationsFile(stationsFile);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    faults.push(...error.faults);
  }
  const versions = readAgreementPath(path, { faults, ...(stations === undefined ? {} : { stations }) });
  return { faults, counts: { ...(versions && countsOf(versions)), ...(stations && { stations: stations.length }) } };
}

/** Of the newest version. */
function countsOf({ versions }: AgreementVersions): Record<string, number> {
  const newest = versions.at(-1)?.agreement;
  return {
    versions: versions.length,
    cities: newest?.jurisdictions.filter(({ level }) => level === 'city').length ?? 0,
    rules: newest?.rules.length ?? 0,
  };
}

/** Says itself what it is: an agreement has parties and a region, a configuration names its files. What is neither is a bad configuration. */
function isAgreement(path: string, { stations }: { readonly stations?: string }): boolean {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return true;
  try {
    const { content } = new YamlFile(path);
    if (!isRecord(content) || typeof content['agreement'] === 'string' || typeof content['stations'] === 'string')
      return false;
    return ['region', 'jurisdictions', 'effective', 'rules'].some((key) => key in content);
  } catch {
    return stations !== undefined;
  }
}
