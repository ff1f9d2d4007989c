import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LedgerEntryView, LedgerPage, WarningView } from '../../api/protocol-contract.ts';
import { BROWSER_ARGS } from '../dashboard/browser-args.ts';
import { describeWithService } from '../services/describe-with-service.ts';
import { freePort } from '../services/free-port.ts';
import { serviceBinary } from '../services/service-binary.ts';
import { type Lianfang, lianfang } from './lianfang-process.ts';

/** Twice as fast as `npm start`, 1.5 s an hour: the same story in half of the time. `LIANFANG_DEMO_RATE=1200` tells it as visitors see it. */
const RATE = Number(process.env['LIANFANG_DEMO_RATE'] ?? 2_400);
const VISITORS_RATE = 1_200;
const THREE_MINUTES_MS = 180_000;
const LIMIT_MS = (THREE_MINUTES_MS * VISITORS_RATE) / RATE;
const SILENT = 'xin';
const CITIES = ['bing', 'ding', 'geng', 'ji', 'jia', 'wu', 'xin', 'yi'];

describeWithService('chromium', 'the story that `npm start` tells', () => {
  let demo: Lianfang;
  let browser: Browser;
  let page: Page;
  let url = '';
  let startedAt = 0;
  const problems: string[] = [];

  beforeAll(async () => {
    const port = await freePort();
    startedAt = performance.now();
    const args = ['--port', String(port), '--mqtt-port', String(await freePort()), '--rate', String(RATE)];
    demo = lianfang(['demo', ...args]);
    url = `http://127.0.0.1:${port}`;
    browser = await chromium.launch({ executablePath: serviceBinary('chromium') ?? '', args: [...BROWSER_ARGS] });
    page = await browser.newPage({ locale: 'zh-CN', viewport: { width: 1366, height: 768 } });
    page.on('pageerror', (error) => problems.push(String(error)));
    for (let attempt = 0; attempt < 450 && !demo.stdout().includes(url); attempt += 1) await delay(100);
    expect(demo.stdout(), demo.stderr()).toContain(url);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.end('SIGTERM');
  });

  async function events(): Promise<readonly LedgerEntryView[]> {
    const found: LedgerEntryView[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const response = await fetch(`${url}/api/v1/ledger?after=${after}&limit=1000`);
      const { items, next } = (await response.json()) as LedgerPage;
      found.push(...items);
      after = next;
    }
    return found.filter(({ stream }) => /^(warning|case)\//.test(stream));
  }

  /** Waits until it has been recorded so often; all that has been by then. */
  async function recorded(type: string, times = 1): Promise<readonly LedgerEntryView[]> {
    for (;;) {
      const all = await events();
      if (all.filter((event) => event.type === type).length >= times) return all;
      const elapsed = performance.now() - startedAt;
      if (elapsed > LIMIT_MS)
        throw new Error(`no ${type} x ${times} after ${Math.round(elapsed)} ms\n${demo.stdout()}`);
      await delay(200);
    }
  }

  it('a visitor takes a city over on the page and answers for it; the silent city is told to its province; the case goes to the upwind city; the warning is lifted', {
    timeout: LIMIT_MS + 30_000,
  }, async () => {
    await page.goto(`${url}/sign-in`);
    await page.evaluate('window.notReloaded = true');
    // From here on the page goes by itself: nothing is loaded anew.
    await page.locator('[data-person="jia-visitor"]').click();
    const [begun] = (await recorded('warning.proposed')).filter(({ type }) => type === 'warning.proposed');
    const id = begun?.stream.split('/')[1] ?? '';
    await page.locator(`a[href="/warnings/${id}"]`).first().click();
    await recorded('warning.issued');
    const own = page.locator(`tr[data-city="jia"]`);
    await page.locator('[data-offer="acknowledge"]').click();
    await page.locator('form[data-command="acknowledge"] button[type="submit"]').click();
    const received = (await recorded('warning.received', 7)).filter(({ type }) => type === 'warning.received');
    const byJia = received.find(({ data }) => data['city'] === 'jia');
    expect(byJia?.data['by']).toEqual({ person: 'jia-visitor', role: 'visitor', jurisdiction: 'jia' });
    await expect.poll(() => own.locator('[data-step="acknowledge"] .cell-done').count()).toBe(1);

    const told = await recorded('warning.overdue', 2);
    const silent = told.find(({ type, data }) => type === 'warning.overdue' && data['jurisdiction'] === SILENT);
    expect(silent?.data).toMatchObject({ to: 'dong', step: 1 });
    await expect.poll(() => page.locator(`tr[data-city="${SILENT}"] .cell-overdue`).count()).toBeGreaterThan(0);

    const all = await recorded('warning.lifted');
    expect(performance.now() - startedAt).toBeLessThan(LIMIT_MS);
    await expect.poll(() => page.locator('.standing-lifted').count(), { timeout: 10_000 }).toBe(1);
    expect(await page.evaluate('window.notReloaded')).toBe(true);
    expect(problems).toEqual([]);

    const first = (type: string, of: (event: LedgerEntryView) => boolean = () => true) => {
      const found = all.find((event) => event.type === type && of(event));
      expect(found, type).toBeDefined();
      return found?.seq ?? 0;
    };
    const inOrder = (seqs: readonly number[]) => expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    inOrder([
      first('warning.proposed'),
      first('warning.consultation_opened'),
      first('warning.consulted'),
      first('warning.issued'),
      first('warning.received'),
      first('warning.own_issued'),
      first('warning.overdue', ({ data }) => data['jurisdiction'] === SILENT && data['to'] === 'dong'),
      first('warning.overdue', ({ data }) => data['jurisdiction'] === SILENT && data['to'] === 'guo'),
      first('warning.lifted'),
    ]);
    inOrder([first('case.opened'), first('case.referred'), first('case.accepted'), first('warning.lifted')]);
    expect(begun?.data['cities']).toEqual(CITIES);
    const answered = (type: string) =>
      all
        .filter((event) => event.type === type)
        .map(({ data }) => data['city'])
        .sort();
    expect(answered('warning.received')).toEqual(CITIES.filter((city) => city !== SILENT));
    // The visitor only confirmed receipt: nobody else issues, responds or reports in the city's name.
    expect(answered('warning.own_issued')).toEqual(CITIES.filter((city) => city !== SILENT && city !== 'jia'));
    const warning = (await (await fetch(`${url}/api/v1/warnings/${id}`)).json()) as WarningView;
    expect(warning.standing).toBe('lifted');
    const shot = process.env['LIANFANG_SHOTS'];
    if (shot !== undefined) await page.screenshot({ path: `${shot}/demo-story.png`, fullPage: true });
  });

  it('the console tells it in both languages, and the program ends cleanly', async () => {
    const said = demo.stdout();
    for (const line of [
      /W-\d{4}-001 引擎提议区域黄色预警.* \| .*the engine proposes a regional yellow warning/,
      /W-\d{4}-001 发布区域黄色预警/,
      /辛市逾期（确认收到），已报东省 \| Xin City is overdue .*: East Province is told/,
      /C-\d{4}-001 移送乙市/,
      /C-\d{4}-001 乙市接收/,
      /W-\d{4}-001 解除/,
    ]) {
      expect(said).toMatch(line);
    }
    expect(await demo.end('SIGTERM'), demo.stderr()).toBe(0);
  });
});
