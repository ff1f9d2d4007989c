/** Pictures of every page to look at: `node tests/dashboard/shots.ts OUT_FOLDER` after `npm run build`. Not a test. */
import { chromium } from 'playwright-core';
import { serviceBinary } from '../services/service-binary.ts';
import { BROWSER_ARGS } from './browser-args.ts';
import { FakeServer } from './fake-server.ts';

const out = process.argv[2] ?? 'shots';
const dist = new URL('../../dashboard/dist/', import.meta.url).pathname;
const server = new FakeServer({ dist });
const demo = new FakeServer({ dist, clockRate: 1200 });
const url = await server.start();
const demoUrl = await demo.start();
const executablePath = serviceBinary('chromium');
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: [...BROWSER_ARGS],
});

const SHOTS = [
  ['desk', `${url}/?lang=zh`, 1920, 1080],
  ['wall', `${url}/?lang=zh&theme=wall`, 1920, 1080],
  ['en', `${url}/?lang=en&chart=station.bing-3&q=pm25`, 1920, 1080],
  ['accessible', `${url}/?lang=zh&palette=accessible`, 1536, 864],
  ['laptop', `${url}/?lang=zh`, 1366, 768],
  ['laptop-en', `${url}/?lang=en`, 1366, 768],
  ['phone', `${url}/?lang=zh`, 390, 844],
  ['phone-en', `${url}/stations/bing-3?lang=en`, 390, 844],
  ['alerts', `${url}/alerts?lang=zh`, 1366, 768],
  ['station', `${url}/stations/jia-1?lang=zh&q=o3`, 1366, 768],
  ['silent', `${url}/stations/xin-2?lang=zh`, 1366, 768],
  ['stations', `${url}/stations?lang=zh`, 1920, 1080],
  ['demo', `${demoUrl}/?lang=zh`, 1536, 864],
  ['wall-4k', `${url}/?lang=zh&theme=wall`, 3840, 1080],
] as const;

for (const [name, address, width, height] of SHOTS) {
  const page = await browser.newPage({ viewport: { width, height } });
  page.on('pageerror', (error) => console.log(name, 'error', error.message));
  page.on('console', (message) => message.type() === 'error' && console.log(name, message.text()));
  await page.goto(address);
  await page.waitForSelector('.link-live');
  await page.waitForTimeout(900);
  await page.screenshot({
    path: `${out}/${name}.png`,
    ...(width < 768 ? { fullPage: true, clip: { x: 0, y: 0, width, height: 1700 } } : {}),
  });
  await page.close();
}
const lost = await browser.newPage({ viewport: { width: 1366, height: 768 } });
await lost.goto(`${url}/?lang=zh`);
await lost.waitForSelector('.link-live');
server.down = true;
server.dropLinks();
await lost.waitForTimeout(2500);
await lost.screenshot({ path: `${out}/lost.png` });
await browser.close();
await server.stop();
await demo.stop();
