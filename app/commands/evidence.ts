import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import { buildPackage } from '../evidence/build-package.ts';
import { evidenceObject } from '../evidence/evidence-object.ts';
import { evidenceSources } from '../evidence/sources.ts';
import { keyFileOf, openLedgerKey } from '../installation/ledger-key-file.ts';
import { configFile } from './config-file.ts';

/** `lianfang evidence`: the evidence package of a warning or case, also beside the running program. Exit 1 when there is none of that id. */
export function evidenceCommand(): Command {
  return new Command('evidence')
    .description('write the evidence package of a warning or case 生成预警或案件的证据包')
    .argument('<id>', 'such as W-2026-001 or C-2026-001 编号')
    .option('--config <file>', 'configuration file 配置文件 (default: $LIANFANG_CONFIG or lianfang.yaml)')
    .option('--out <file>', 'where to write it 输出文件 (default: <id>.zip)')
    .action(async (id: string, options: { readonly config?: string; readonly out?: string }, command: Command) => {
      const object = evidenceObject(id);
      if (object === undefined) command.error(`"${id}" is no id of a warning or case 不是预警或案件的编号`);
      const loaded = loadConfig(options.config ?? configFile(), process.env);
      const folder = resolve(loaded.directory, loaded.config.storage.directory);
      const sources = evidenceSources(loaded, openLedgerKey(folder, keyFileOf(loaded)).toPem());
      const bytes = await buildPackage(object, sources);
      if (bytes === undefined) {
        console.error(`there is no ${id} 没有 ${id}`);
        process.exitCode = 1;
        return;
      }
      const out = options.out ?? `${id}.zip`;
      writeFileSync(out, bytes);
      console.log(`${out}: ${bytes.length.toLocaleString('en-US')} bytes; check it with: lianfang verify ${out} 核验`);
    });
}
