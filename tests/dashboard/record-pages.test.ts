import { expect, it } from 'vitest';
import { describeWithService } from '../services/describe-with-service.ts';
import { closing } from './case-story.ts';
import { clipped, overflow, smallTargets, strayChinese, violations } from './page-probes.ts';
import { protocolPages } from './protocol-pages.ts';
import { consulting, inForce } from './warning-story.ts';

const SIZES = [
  [1366, 768],
  [1920, 1080],
  [390, 844],
] as const;

describeWithService('chromium', 'ledger, notices, and every page of the protocols', () => {
  const pages = protocolPages();

  it('checks the hashes of the ledger in the browser, and names the entry that was changed', async () => {
    await inForce(pages);
    const page = await pages.visit('/ledger', { as: 'coordinator' });
    await page.waitForSelector('[data-seq="1"]');
    const count = await page.locator('[data-seq]').count();
    await page.click('text=核验所示条目');
    await page.waitForSelector(`.check-result >> text=已核验 ${count} 条：内容与哈希相符，前后相接。`);
    await page.click('[data-seq="2"] summary');
    expect(await page.locator('[data-seq="2"] .hash-long').first().textContent()).toMatch(/^[0-9a-f]{64}$/);
    await pages.shot(page, 'ledger');

    await page.route('**/api/v1/ledger?after=0&limit=50*', async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      await route.fulfill({ response, body: text.replace('停限产 28 家', '停限产 82 家') });
    });
    await page.reload();
    await page.waitForSelector('[data-seq="1"]');
    await page.click('text=核验所示条目');
    await page.waitForSelector('.check-bad >> text=内容与哈希不符');
    expect(await page.textContent('.entry-broken')).toContain('warning.measures_reported');
  });

  it('shows one stream of the ledger on request', async () => {
    await inForce(pages);
    const id = await closing(pages);
    const page = await pages.visit('/ledger', { as: 'coordinator' });
    await page.fill('input[name="stream"]', `case/${id}`);
    await page.click('button:has-text("查看")');
    await page.waitForURL('**stream=case*');
    await expect
      .poll(() => page.locator('[data-seq] .entry-stream').allTextContents())
      .toEqual(Array(8).fill(`case/${id}`));
    await page.click('text=全部');
    await page.waitForSelector('.entry-stream >> text=warning/W-2026-001');
  });

  it('counts the unread notices of the own jurisdiction, shows them first, and one that is opened is read', async () => {
    const id = await consulting(pages);
    const page = await pages.visit('/notices', { as: 'head-wu' });
    await page.waitForSelector('[data-notice]');
    const unread = Number(await page.textContent('.bell b'));
    expect(unread).toBeGreaterThan(0);
    expect(await page.locator('.unread-mark').count()).toBe(unread);
    await pages.shot(page, 'notices');
    await page.click('[data-notice] a >> nth=0');
    await page.waitForURL(`**/warnings/${id}`);
    await page.waitForSelector('.matrix');
    await expect.poll(async () => Number((await page.textContent('.bell')) ?? '')).toBe(unread - 1);
    const list = (await pages.api.get('/notices?jurisdiction=wu&state=read', 'head-wu')).body;
    expect(list.items).toHaveLength(1);
  });

  it('is without violations of WCAG 2.2 AA, fits, and speaks English', async () => {
    const warning = await inForce(pages);
    const aCase = await closing(pages);
    await pages.give('head-yi', `/cases/${aCase}/freeze`);
    const routes = [
      '/warnings',
      `/warnings/${warning}`,
      '/cases',
      `/cases/${aCase}`,
      '/notices',
      '/ledger',
      '/sign-in',
      '/',
    ];
    const wrong: string[] = [];
    for (const look of ['lang=zh', 'lang=en&theme=wall&palette=accessible']) {
      for (const route of routes) {
        const page = await pages.visit(`${route}?${look}`, { as: 'duty-yi' });
        await page.waitForSelector('.item, .matrix, .checklist, .entry, #token, .warning-strip .countdown');
        const here = `${route}?${look}`;
        for (const text of await violations(page)) wrong.push(`${here}: ${text}`);
        if (look.includes('en')) for (const text of await strayChinese(page)) wrong.push(`${here} says ${text}`);
        for (const [width, height] of SIZES) {
          await page.setViewportSize({ width, height });
          await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
          const wide = await overflow(page);
          if (wide > 0) wrong.push(`${here} at ${width} is ${wide} px too wide`);
          for (const text of await clipped(page)) wrong.push(`${here} at ${width} cuts ${text}`);
          for (const text of await smallTargets(page)) wrong.push(`${here} at ${width} small ${text}`);
        }
        if (look === 'lang=zh') await pages.shot(page, `phone${route.replaceAll('/', '-')}`);
        await page.context().close();
      }
    }
    expect(wrong).toEqual([]);
    expect(pages.complaints).toEqual([]);
  }, 120_000);

  it('has forms without violations, on a desk and on a phone', async () => {
    const id = await inForce(pages);
    const wrong: string[] = [];
    for (const [width, height] of SIZES) {
      const page = await pages.visit(`/warnings/${id}`, { as: 'duty-bing', viewport: { width, height } });
      await page.click('[data-offer="report_measures"]');
      await page.waitForSelector('.dialog [data-field="reductionPercent"]');
      await pages.shot(page, `form-${width}`);
      wrong.push(...(await violations(page)));
      if ((await overflow(page)) > 0) wrong.push(`the form is too wide at ${width}`);
      wrong.push(...(await smallTargets(page)));
      await page.context().close();
    }
    expect(wrong).toEqual([]);
  });
});

describeWithService('chromium', 'the page of a drill', () => {
  const pages = protocolPages({ exercise: true });

  it('says on every page that it is one', async () => {
    for (const route of ['/', '/alerts', '/warnings', '/ledger']) {
      const page = await pages.visit(route, { as: 'coordinator' });
      await page.waitForSelector('.bars .exercise-bar >> text=演练 EXERCISE');
      await page.context().close();
    }
    expect(pages.complaints).toEqual([]);
  });
});
