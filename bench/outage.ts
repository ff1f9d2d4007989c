import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { machine } from './machine.ts';
import { measureOutage } from './measure-outage.ts';

const USAGE = `npm run outage -- [--outage-s 600] [--rate 5000] [--mode kill|stop] [--before-s 10] [--after-s 30] [--node-options="..."]
The database is away for so long under a steady flow of readings; nothing may be lost.`;
const MAX_RSS_MB = 300;

const { values } = parseArgs({
  options: {
    'outage-s': { type: 'string', default: '600' },
    rate: { type: 'string', default: '5000' },
    mode: { type: 'string', default: 'kill' },
    'before-s': { type: 'string', default: '10' },
    'after-s': { type: 'string', default: '30' },
    'node-options': { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});
const { mode } = values;
const [outageS, ratePerS, beforeS, afterS] = [
  values['outage-s'],
  values.rate,
  values['before-s'],
  values['after-s'],
].map(Number);
const isNumber = (n: number | undefined): n is number => n !== undefined && n > 0;
const numbers = [outageS, ratePerS, beforeS, afterS];
if (values.help || !numbers.every(isNumber) || !(mode === 'kill' || mode === 'stop')) {
  console.error(USAGE);
  process.exit(2);
}
// So that the exit handlers end the processes.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
console.log(JSON.stringify({ ...machine(), load: loadavg()[0], nodeOptions: values['node-options'] }));
const result = await measureOutage({
  mode,
  ratePerS: Number(ratePerS),
  outageS: Number(outageS),
  beforeS: Number(beforeS),
  afterS: Number(afterS),
  nodeOptions: values['node-options'],
  onProgress: (text) => console.error(text),
});
console.log(JSON.stringify(result, null, 2));
const good = result.lost === 0 && result.valuesAsSent && result.rssMb.outage < MAX_RSS_MB;
console.log(good ? 'nothing lost' : 'FAILED');
process.exit(good ? 0 : 1);
