import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { ApiDeps } from '../../api/deps.ts';
import { type Protocols, protocols, tokenOf } from '../api/protocol/protocol-fixture.ts';
import { requireService } from '../services/service-binary.ts';
import { BROWSER_ARGS } from './browser-args.ts';
import { type BuiltDashboard, builtDashboard } from './built-dashboard.ts';

export const CITIES = [
  ['jia', '甲市', 'Jia City'],
  ['yi', '乙市', 'Yi City'],
  ['bing', '丙市', 'Bing City'],
  ['ding', '丁市', 'Ding City'],
  ['wu', '戊市', 'Wu City'],
  ['ji', '己市', 'Ji City'],
  ['geng', '庚市', 'Geng City'],
  ['xin', '辛市', 'Xin City'],
] as const;

/** A folder that gets a picture of every `shot`, to look at; nothing is written unless it is told. */
const SHOTS = process.env['LIANFANG_SHOTS'];

interface Visit extends BrowserContextOptions {
  /** Signed in as: a person of the fixture. */
  readonly as?: string;
}

/**
 * The dashboard as it is now in Chromium, served by the api itself over a coordination service on a SQLite ledger: call inside `describe`. A
 * page's errors, those of the Content-Security-Policy included, are collected in `complaints`.
 */
export function protocolPages(more: Parameters<typeof protocols>[0] = {}) {
  let built: BuiltDashboard;
  let browser: Browser;
  let api: Protocols;
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
    const deps: Partial<ApiDeps> = {
      dashboardDir: built.dist,
      stations: () => [],
      cities: () => CITIES.map(([id, zh, en]) => ({ id, name: { zh, en } })),
    };
    api = await protocols({ ...more, deps: { ...deps, ...more?.deps } });
    complaints.length = 0;
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  return {
    complaints,
    get api() {
      return api;
    },
    /** Carries out a command over HTTP; throws what was refused. */
    async give(by: string, path: string, body: object = {}) {
      const said = await api.post(path, body, { by });
      if (said.status !== 200) throw new Error(`${by} ${path}: ${JSON.stringify(said.body)}`);
      return said.body;
    },
    /** Opens a page and waits until it is live. */
    async visit(path: string, { as, ...options }: Visit = {}): Promise<Page> {
      const context = await browser.newContext({
        viewport: { width: 1366, height: 768 },
        locale: 'zh-CN',
        acceptDownloads: true,
        ...options,
      });
      closing.push(() => context.close());
      if (as !== undefined) {
        await context.addInitScript(`sessionStorage.setItem('lianfang.token', '${tokenOf(as)}')`);
      }
      const page = await context.newPage();
      page.setDefaultTimeout(8000);
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      await page.goto(`${api.url}${path}`);
      await page.waitForSelector('.link-live');
      return page;
    },
    async shot(page: Page, name: string): Promise<void> {
      if (SHOTS === undefined) return;
      mkdirSync(SHOTS, { recursive: true });
      await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: (page.viewportSize()?.width ?? 0) > 767 });
    },
  };
}

export type ProtocolPages = ReturnType<typeof protocolPages>;
