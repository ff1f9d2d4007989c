import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWithService } from '../services/describe-with-service.ts';
import { requireService } from '../services/service-binary.ts';
import { BROWSER_ARGS } from './browser-args.ts';
import type { BuiltDashboard } from './built-dashboard.ts';
import { builtDashboard } from './built-dashboard.ts';
import { FakeServer } from './fake-server.ts';
import { clipped, overflow, smallTargets, strayChinese, violations } from './page-probes.ts';

const SIZES = [
  [1366, 768],
  [1536, 864],
  [1920, 1080],
  [3840, 1080],
  [390, 844],
] as const;
const ROUTES = ['/', '/alerts', '/stations', '/stations/bing-3'] as const;

describeWithService('chromium', 'the dashboard in a browser', () => {
  let built: BuiltDashboard;
  let browser: Browser;
  let server: FakeServer;
  let url: string;
  const closing: (() => Promise<unknown>)[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    built = await builtDashboard();
    browser = await chromium.launch({ executablePath: requireService('chromium'), args: [...BROWSER_ARGS] });
  });
  afterAll(async () => {
    await browser?.close();
    built?.remove();
  });
  beforeEach(async () => {
    server = new FakeServer({ dist: built.dist });
    url = await server.start();
    complaints.length = 0;
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await server.stop();
  });

  /** Opens a page and waits until it is live. `complaints` collects its errors, those of the CSP included. */
  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN', ...options });
    closing.push(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(8000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(`${url}${path}`);
    await page.waitForSelector('.link-live');
    await page.waitForSelector(path.startsWith('/alerts') ? '[data-alert]' : '[data-station], .station-facts');
    return page;
  }

  it('shows a reading that arrives, without reloading', async () => {
    const page = await open('/');
    await page.evaluate('window.sameDocument = true');
    server.pushReading('bing-1', 987);
    await page.waitForSelector('[data-station="bing-1"] .col-pm25 >> text="987"');
    expect(await page.evaluate('window.sameDocument')).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('shows an alert that is raised first of all, counts it, names it in the title and says it', async () => {
    const page = await open('/');
    await page.waitForSelector('.header .priority-1 >> text="1"');
    const raised = server.raiseAlert({ priority: 1, subject: { kind: 'city', id: 'ding' } });
    await page.waitForSelector(`.alert-list > li:first-child[data-alert="${raised.id}"]`, { timeout: 3000 });
    await page.waitForSelector('.header .priority-1 >> text="2"');
    expect(await page.title()).toMatch(/^\(5\) 1 级/);
    expect(await page.textContent('[data-live="alerts"]')).toContain('1 级，丁市');
    server.raiseAlert({ ...raised, seq: raised.seq + 1, state: 'returned', returnedAt: raised.raisedAt });
    await page.waitForSelector(`[data-alert="${raised.id}"].returned`);
    expect(await page.title()).toMatch(/^\(4\)/);
  });

  it('resumes after a broken link: each missed event once, and says how many', async () => {
    const page = await open('/');
    await page.evaluate('window.sameDocument = true');
    server.down = true;
    server.dropLinks();
    await page.waitForSelector('.link-pill.link-down');
    await page.waitForSelector('main.link-lost');
    expect(await page.textContent('.link-bar')).toMatch(/数据停在 \d\d:00:00，正在重连（第 \d+ 次）/);
    const missed = [1, 2, 3].map(() => server.raiseAlert({ priority: 2, subject: { kind: 'city', id: 'wu' } }));
    server.down = false;
    await page.evaluate("window.dispatchEvent(new Event('online'))");
    await page.waitForSelector('.link-live');
    await page.waitForSelector('.link-bar >> text="链路已恢复，已补齐 3 条事件"');
    for (const alert of missed) server.repeat(alert);
    server.pushReading('jia-2', 654);
    await page.waitForSelector('[data-station="jia-2"] .col-pm25 >> text="654"');
    for (const { id } of missed) expect(await page.locator(`[data-alert="${id}"]`).count()).toBe(1);
    expect(await page.textContent('.link-bar')).toContain('3');
    expect(await page.textContent('[data-live="alerts"]')).toBe('');
    expect(server.hellos.at(-1)).toBe((missed[0]?.seq ?? 0) - 1);
    expect(await page.evaluate('window.sameDocument')).toBe(true);
  });

  it('is without violations of WCAG 2.2 AA on every route, theme, palette and language', async () => {
    const pages = [
      ...ROUTES.map((route) => `${route}?lang=zh`),
      ...ROUTES.map((route) => `${route}?lang=en&theme=wall&palette=accessible`),
      '/?lang=zh&theme=wall',
      '/?lang=zh&palette=accessible',
    ];
    const found: string[] = [];
    for (const path of pages) {
      const page = await open(path);
      found.push(...(await violations(page)).map((text) => `${path} ${text}`));
      await page.context().close();
    }
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
  }, 120_000);

  it('stays readable for axe with the link down, and with the data table open', async () => {
    const page = await open('/?lang=zh&chart=station.bing-3');
    await page.click('.history-table summary');
    await page.waitForSelector('.history-table td');
    expect(await violations(page)).toEqual([]);
    server.down = true;
    server.dropLinks();
    await page.waitForSelector('main.link-lost');
    expect(await violations(page)).toEqual([]);
  });

  it('fits every size without sideways scrolling, cut words or small targets', async () => {
    const wrong: string[] = [];
    for (const look of ['lang=zh', 'lang=en', 'lang=zh&theme=wall']) {
      for (const route of ROUTES) {
        const page = await open(`${route}?${look}`);
        for (const [width, height] of SIZES) {
          await page.setViewportSize({ width, height });
          await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
          const wide = await overflow(page);
          const here = `${route}?${look} at ${width}`;
          if (wide > 0) wrong.push(`${here} is ${wide} px too wide`);
          for (const text of await clipped(page)) wrong.push(`${here} cuts ${text}`);
          for (const text of await smallTargets(page)) wrong.push(`${here} small ${text}`);
        }
        await page.context().close();
      }
    }
    expect(wrong).toEqual([]);
  }, 90_000);

  it('has no Chinese but data in English, and remembers the language', async () => {
    const page = await open('/');
    await page.click('button[aria-label="切换为英文"]');
    for (const route of ROUTES) {
      await page.goto(`${url}${route}`);
      await page.waitForSelector('.link-live');
      await page.waitForSelector('[data-alert], [data-station], .station-facts');
      expect(await page.getAttribute('html', 'lang')).toBe('en');
      expect(await strayChinese(page)).toEqual([]);
    }
  });

  it('shows Beijing time to a browser in New York, and calls New York’s clock no wrong one', async () => {
    const page = await open('/', { timezoneId: 'America/New_York' });
    const beijing = new Date(server.now() + 8 * 3_600_000).toISOString();
    const shown = await page.textContent('.clock dd');
    expect(shown?.slice(0, 8)).toBe(`${beijing.slice(5, 10)} ${beijing.slice(11, 13)}`);
    expect(await page.locator('.skew').count()).toBe(0);
  });

  it('shows a silent station as silent: no index, no colour, its age', async () => {
    const page = await open('/stations?text=wu-7');
    expect(await page.textContent('[data-station="wu-7"] .aqi')).toBe('—');
    expect(await page.getAttribute('[data-station="wu-7"] .aqi', 'class')).toContain('aqi-old');
    expect(await page.textContent('[data-station="wu-7"] .fresh-word')).toMatch(/过期 3 小时.*前/);
  });

  it('keeps filters, sorting and selection in the address', async () => {
    const page = await open('/');
    await page.fill('.search', '清洁');
    await expect.poll(() => page.url()).toContain('text=');
    await page.click('th:has-text("PM₁₀") button');
    await page.click('[data-city="bing"]');
    await page.waitForSelector('h2:has-text("丙市 AQI")');
    expect(await page.locator('[data-station]').count()).toBe(1);
    await page.reload();
    await page.waitForSelector('[data-station="bing-8"]');
    expect(await page.locator('[data-station]').count()).toBe(1);
    expect(await page.getAttribute('th.col-pm10', 'aria-sort')).toBe('descending');
    expect(await page.inputValue('.search')).toBe('清洁');
  });

  it('says what failed and what still works, and tries again on demand', async () => {
    server.failing = /indices/;
    const page = await open('/');
    await page.waitForSelector('.failure >> text=历史数据读取失败');
    expect(await page.textContent('.failure')).toContain('req-7f3a');
    server.pushReading('bing-1', 876);
    await page.waitForSelector('[data-station="bing-1"] .col-pm25 >> text="876"');
    server.failing = null;
    await page.click('.failure button');
    await page.waitForSelector('.failure', { state: 'detached' });
  });

  it('pages and filters the alert list, and keeps its first page current', async () => {
    const page = await open('/alerts?state=returned');
    expect(await page.locator('[data-alert]').count()).toBe(50);
    await page.click('a:has-text("下一页")');
    await expect.poll(() => page.locator('[data-alert]').count()).toBe(10);
    await page.goto(`${url}/alerts?state=raised&priority=1`);
    await expect.poll(() => page.locator('[data-alert]').count()).toBe(1);
    const raised = server.raiseAlert({ priority: 1 });
    await page.waitForSelector(`[data-alert="${raised.id}"]`);
  });

  it('reads the chart by keyboard', async () => {
    const page = await open('/stations/bing-3?q=pm25');
    await page.waitForSelector('.history-legend .number');
    await page.focus('.plot');
    const before = await page.textContent('.history-legend');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.textContent('.history-legend')).not.toBe(before);
  });

  it('marks a demonstration’s compressed clock', async () => {
    const demo = new FakeServer({ dist: built.dist, clockRate: 1200 });
    closing.push(() => demo.stop());
    url = await demo.start();
    const page = await open('/');
    expect(await page.textContent('.clock-demo dt')).toBe('演示 · 压缩时钟 ×1200');
  });

  it('tells a device whose clock is wrong', async () => {
    const early = new FakeServer({ dist: built.dist, worldStartMs: Date.now() - 20 * 60_000 });
    closing.push(() => early.stop());
    url = await early.start();
    const page = await open('/');
    expect(await page.textContent('.skew')).toContain('20 分钟');
  });

  it('is small: 70 kB of script for the first page, 110 kB for all, and 15 kB of style at most, after gzip', () => {
    expect(built.gzippedAtFirst('.js')).toBeGreaterThan(20_000);
    expect(built.gzippedAtFirst('.js')).toBeLessThan(70_000);
    expect(built.gzipped('.js')).toBeLessThan(110_000);
    expect(built.gzipped('.css')).toBeLessThan(15_000);
  });
});
