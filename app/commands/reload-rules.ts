import type { Engine } from '../../alerting/engine.ts';
import type { Log } from '../../api/deps.ts';
import { ConfigError, faultText } from '../config/fault.ts';
import type { Loaded } from '../config/load.ts';

/**
 * Reads the files again and goes over to the rules of the agreement without missing a reading. With a fault in any of them nothing
 * changes and every fault is logged. Stations, cities, grades and all else of the files take a restart.
 */
export async function reloadRules(options: {
  readonly engine: Engine;
  readonly load: () => Loaded;
  readonly log: Log;
}): Promise<void> {
  const { engine, load, log } = options;
  try {
    const { agreement } = load();
    const { changed } = await engine.reload(agreement.rules);
    log.info({ version: agreement.version, rules: agreement.rules.length, changed }, 'rules read again');
  } catch (error) {
    if (!(error instanceof ConfigError)) log.error({ err: error }, 'the rules were not read again; the old ones stay');
    else
      for (const fault of error.faults) {
        log.error({ file: fault.file }, `${faultText(fault)}; the old rules stay 规则未更新`);
      }
  }
}
