import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BROWSER_ARGS } from '../dashboard/browser-args.ts';
import { describeWithService } from '../services/describe-with-service.ts';
import { freePort } from '../services/free-port.ts';
import { serviceBinary } from '../services/service-binary.ts';
import { type Lianfang, lianfang } from './lianfang-process.ts';

describeWithService('chromium', 'what `npm start` shows', () => {
  let demo: Lianfang;
  let browser: Browser;
  let url = '';
  let startedAt = 0;

  beforeAll(async () => {
    const port = await freePort();
    startedAt = performance.now();
    demo = lianfang(['demo', '--port', String(port), '--mqtt-port', String(await freePort())]);
    url = `http://127.0.0.1:${port}`;
    browser = await chromium.launch({ executablePath: serviceBinary('chromium') ?? '', args: [...BROWSER_ARGS] });
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.end('SIGTERM');
  });

  it('a reading and an alert appear on the page without reload, the alert within 60 s of the command', {
    timeout: 90_000,
  }, async () => {
    for (let attempt = 0; attempt < 300 && !demo.stdout().includes(url); attempt += 1) await delay(100);
    expect(demo.stdout(), demo.stderr()).toContain(url);
    const page = await browser.newPage({ locale: 'zh-CN', viewport: { width: 1366, height: 768 } });
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(url);
    await page.evaluate('window.notReloaded = true');
    const city = page.locator('[data-city="bing"]');
    await city.waitFor();
    const before = await city.textContent();
    await expect.poll(() => city.textContent(), { timeout: 30_000 }).not.toBe(before);
    await page.locator('[data-alert]', { hasText: '丙市' }).first().waitFor({ timeout: 60_000 });
    expect(performance.now() - startedAt).toBeLessThan(60_000);
    expect(await page.evaluate('window.notReloaded')).toBe(true);
    await expect.poll(() => demo.stdout(), { timeout: 10_000 }).toMatch(/webhook ← alert\.raised +丙市/);
    expect(problems).toEqual([]);
    const shot = process.env['LIANFANG_SHOTS'];
    if (shot !== undefined) await page.screenshot({ path: `${shot}/demo.png` });
  });

  it('ends cleanly', async () => {
    expect(await demo.end('SIGTERM'), demo.stderr()).toBe(0);
  });
});
