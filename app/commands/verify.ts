import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { readCheckpoints } from '../../store/checkpoint.ts';
import type { Held } from '../../store/ledger-audit.ts';
import { publicKeyIn } from '../../store/ledger-key.ts';
import { ConfigError } from '../config/fault.ts';
import { loadConfig } from '../config/load.ts';
import { readText } from '../config/yaml-file.ts';
import { PROGRAM } from '../evidence/sources.ts';
import { ledgerVerdictText, packageVerdictText } from '../evidence/verdict-text.ts';
import { verifyLedger } from '../evidence/verify-ledger.ts';
import { verifyPackage } from '../evidence/verify-package.ts';
import { configFile } from './config-file.ts';

interface VerifyOptions {
  readonly checkpoint: readonly string[];
  readonly key: readonly string[];
  readonly json?: boolean;
}

/** `lianfang verify`: a ledger or an evidence package, checked by whoever has the file. Exit 1 when something is wrong (EVI-8). */
export function verifyCommand(): Command {
  const several = (value: string, before: readonly string[]) => [...before, value];
  return new Command('verify')
    .description('check a ledger or an evidence package 核验台账或证据包')
    .argument(
      '[path]',
      'ledger.sqlite, its folder, or package.zip; the ledger of the configuration when absent 台账、其文件夹或证据包，缺省为配置中的台账',
    )
    .option('--checkpoint <file>', 'a checkpoint that was kept; may be repeated 此前留存的检查点，可多次', several, [])
    .option('--key <file>', 'public key that must have signed; may be repeated 须由此公钥签名，可多次', several, [])
    .option('--json', 'print the outcome as JSON 以 JSON 输出')
    .action(async (path: string | undefined, options: VerifyOptions) => {
      const kept = options.checkpoint.flatMap(checkpointsIn);
      const keys = options.key.map(keyIn);
      await verify(path ?? storageFolder(), { kept, keys, json: options.json === true });
    });
}

async function verify(
  given: string,
  { kept, keys, json }: { readonly kept: readonly Held[]; readonly keys: readonly string[]; readonly json: boolean },
): Promise<void> {
  const path = statSync(given).isDirectory() ? join(given, 'ledger.sqlite') : given;
  const kind = kindOf(path);
  if (kind === undefined) throw unreadable(path, 'is neither a ledger nor an evidence package', '既非台账也非证据包');
  if (kind === 'package') {
    const verdict = await verifyPackage(readFileSync(path), { kept, keys, program: PROGRAM });
    console.log(json ? JSON.stringify({ of: 'package', ...verdict }) : packageVerdictText(path, verdict));
    if (!verdict.ok) process.exitCode = 1;
    return;
  }
  const verdict = await verifyLedger({ path, kept, keys }).catch((error: unknown) => {
    if (error instanceof Error && error.message.startsWith(path)) throw unreadable(path, error.message, '不是台账');
    throw error;
  });
  console.log(json ? JSON.stringify({ of: 'ledger', ...verdict }) : ledgerVerdictText(path, verdict));
  if (!verdict.ok) process.exitCode = 1;
}

/** By the first bytes of the file. */
function kindOf(path: string): 'ledger' | 'package' | undefined {
  const file = openSync(path, 'r');
  try {
    const begin = Buffer.alloc(16);
    readSync(file, begin);
    if (begin.toString('latin1') === 'SQLite format 3\0') return 'ledger';
    return begin.toString('latin1', 0, 2) === 'PK' ? 'package' : undefined;
  } finally {
    closeSync(file);
  }
}

function storageFolder(): string {
  const { config, directory } = loadConfig(configFile(), process.env);
  return resolve(directory, config.storage.directory);
}

function checkpointsIn(file: string): Held[] {
  const found = readCheckpoints(readText(file));
  if ('unreadable' in found) throw unreadable(file, found.unreadable, '不是检查点');
  return found.map((checkpoint) => ({ checkpoint, source: file }));
}

function keyIn(file: string): string {
  const key = existsSync(file) ? publicKeyIn(readText(file)) : publicKeyIn(file);
  if (key === undefined) throw unreadable(file, 'holds no Ed25519 public key', '没有 Ed25519 公钥');
  return key;
}

function unreadable(file: string, message: string, zh: string): ConfigError {
  return new ConfigError([{ file, path: '', message, zh }]);
}
