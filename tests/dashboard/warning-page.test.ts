import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { WarningView } from '../../api/protocol-contract.ts';
import type { LedgerEvent } from '../../store/ledger.ts';
import { HOUR_MS, tokenOf } from '../api/protocol/protocol-fixture.ts';
import { describeWithService } from '../services/describe-with-service.ts';
import { CITIES, protocolPages } from './protocol-pages.ts';
import { consulting, inForce, proposed } from './warning-story.ts';

function cell(page: Page, city: string, step: string): Promise<string | null> {
  return page.textContent(`.matrix [data-city="${city}"] [data-step="${step}"]`);
}

describeWithService('chromium', 'the page of a warning', () => {
  const pages = protocolPages();

  async function state(id: string): Promise<WarningView> {
    return (await pages.api.get(`/warnings/${id}`, 'coordinator')).body;
  }

  it('shows what every city has done, what it owes until when, and who has heard of what is late', async () => {
    const id = await inForce(pages);
    const page = await pages.visit(`/warnings/${id}`, { as: 'duty-wu' });
    await page.waitForSelector('.matrix [data-city="wu"]');
    expect(await page.locator('.matrix tbody th').allTextContents()).toEqual(CITIES.map(([, name]) => name));
    expect(await cell(page, 'jia', 'first_report')).toMatch(/✓\s*14:56/);
    expect(await cell(page, 'xin', 'consulted')).toMatch(/✕\s*反对/);
    expect(await cell(page, 'geng', 'own_warning')).toMatch(/○\s*3:0\d:\d\d/);
    expect(await cell(page, 'bing', 'start_response')).toMatch(/✓\s*橙/);
    // Late is a shape, a word and a colour, and says who has been told.
    expect(await cell(page, 'wu', 'acknowledge')).toMatch(/!\s*超 5\d:\d\d\s*▲ 已上报西省/);
    expect(await page.getAttribute('[data-city="wu"]', 'class')).toContain('row-overdue');
    expect(await page.locator('.row-overdue').count()).toBe(1);
    const mine = '[aria-labelledby="duties-title"] > .duties[aria-labelledby="duties-title"] .duty';
    expect(await page.locator(mine).count()).toBe(await page.locator('.duty-own').count());
    expect(await page.textContent('#others-duties-title')).toBe('其他辖区');
    await page.click('text=按紧急程度');
    await expect.poll(() => page.textContent('.matrix tbody tr:first-child th')).toBe('戊市');
    await page.waitForSelector('.event-bad >> text=戊市 · 确认收到逾期，告知西省');
    await pages.shot(page, 'warning');
    expect(pages.complaints).toEqual([]);
  });

  it('changes nothing but text from second to second', async () => {
    const id = await inForce(pages);
    const page = await pages.visit(`/warnings/${id}`, { as: 'duty-wu' });
    await page.waitForSelector('.matrix [data-city="wu"]');
    await page.evaluate('new Promise((done) => setTimeout(done, 600))');
    const changes = await page.evaluate(`new Promise((done) => {
      const kinds = {};
      const watcher = new MutationObserver((list) => {
        for (const { type } of list) kinds[type] = (kinds[type] ?? 0) + 1;
        if ((kinds.characterData ?? 0) > 60) done(kinds);
      });
      watcher.observe(document.querySelector('.protocol-page'), { subtree: true, childList: true, attributes: true, characterData: true });
    })`);
    expect(Object.keys(changes as object)).toEqual(['characterData']);
  });

  it('keeps a duty by its button, says where it was recorded, and others see it without reloading', async () => {
    const id = await inForce(pages);
    const other = await pages.visit(`/warnings/${id}`, { as: 'coordinator' });
    await other.waitForSelector('.matrix [data-city="wu"]');
    await other.evaluate('window.sameDocument = true');
    const page = await pages.visit(`/warnings/${id}`, { as: 'duty-wu' });
    await page.click('.duty-own button:has-text("确认收到")');
    expect(await page.textContent('.command-form output')).toBe('戊市');
    await pages.shot(page, 'acknowledge');
    await page.click('.dialog button[type="submit"]');
    await page.waitForSelector('.recorded >> text=/已记录：确认收到（台账第 \\d+ 条）/');
    expect(await cell(page, 'wu', 'acknowledge')).toMatch(/✓\s*19:56\s*迟/);
    await expect.poll(() => cell(other, 'wu', 'acknowledge')).toMatch(/✓\s*19:56\s*迟/);
    expect(await other.evaluate('window.sameDocument')).toBe(true);
    const { progress } = await state(id);
    expect(progress.find(({ city }) => city === 'wu')?.acknowledgedAt).toBe('2026-11-22T19:56:00+08:00');
  });

  it('asks once more before it issues or lifts, and says what and for whom', async () => {
    const id = await consulting(pages);
    await pages.give('head-wu', `/warnings/${id}/take_position`, { member: 'wu', position: 'agree' });
    const page = await pages.visit(`/warnings/${id}`, { as: 'coordinator' });
    await page.click('[data-offer="issue"]');
    await page.fill('#field-reason', '会商一致');
    await page.click('.dialog button[type="submit"]');
    const summary = await page.textContent('.form-summary');
    expect(summary).toContain('橙色预警');
    expect(summary).toContain('8 市');
    expect((await state(id)).standing).toBe('pending');
    await pages.shot(page, 'issue-confirm');
    await page.click('.dialog button:has-text("返回修改")');
    expect(await page.inputValue('#field-reason')).toBe('会商一致');
    await page.click('.dialog button[type="submit"]');
    await page.click('.dialog button:has-text("确认发布")');
    await page.waitForSelector('.standing-in_force');
    expect((await state(id)).standing).toBe('in_force');
    await page.click('[data-offer="lift"]');
    await page.click('.dialog button[type="submit"]');
    await page.waitForSelector('.field-wanting[data-field="reason"] >> text=请填写');
    await page.fill('#field-reason', '冷空气到达');
    await page.click('.dialog button[type="submit"]');
    await page.click('.dialog button:has-text("确认解除")');
    await page.waitForSelector('.standing-lifted');
    expect(await cell(page, 'jia', 'confirm_stop')).toMatch(/○\s*[56]:\d\d:\d\d/);
  });

  it('says the rule and its text when a command is refused', async () => {
    const id = await consulting(pages);
    const page = await pages.visit(`/warnings/${id}`, { as: 'head-wu' });
    await page.click('[data-offer="take_position"]');
    await page.selectOption('#field-position', 'object');
    await page.click('.dialog button[type="submit"]');
    await page.waitForSelector('.refusal[data-rule="WRN-5"]');
    expect(await page.textContent('.refusal')).toContain('须说明理由');
    await pages.shot(page, 'refusal');
    await page.fill('#field-reason', '本市无污染过程');
    await page.click('.dialog button[type="submit"]');
    await page.waitForSelector('[data-position="object"] >> text=本市无污染过程');
  });

  it('tells the loser of a race who was first, and shows how it stands', async () => {
    const id = await inForce(pages);
    const [first, second] = await Promise.all([
      pages.visit(`/warnings/${id}`, { as: 'duty-wu' }),
      pages.visit(`/warnings/${id}`, { as: 'duty-wu' }),
    ]);
    for (const page of [first, second]) await page.click('[data-offer="acknowledge"]');
    await first.click('.dialog button[type="submit"]');
    await first.waitForSelector('.recorded');
    await second.click('.dialog button[type="submit"]');
    await second.waitForSelector('.refusal[data-rule="WRN-6"]');
    expect(await second.textContent('.refusal .first')).toBe('duty-wu · 值班员 · 戊市 已于 19:56:00 办理：确认收到');
    expect(await second.locator('.dialog button[type="submit"]').count()).toBe(0);
    await pages.shot(second, 'race');
    await second.click('text=查看最新情况');
    await second.waitForSelector('.dialog', { state: 'detached' });
    expect(await cell(second, 'wu', 'acknowledge')).toContain('✓');
    expect(await second.locator('[data-offer="acknowledge"]').count()).toBe(0);
  });

  it('sends again with the same key when no answer came: it is recorded once, and said so', async () => {
    const id = await inForce(pages);
    const page = await pages.visit(`/warnings/${id}`, { as: 'duty-wu' });
    const keys: (string | undefined)[] = [];
    await page.route('**/acknowledge', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      const response = await route.fetch();
      if (keys.length === 1) await route.abort();
      else await route.fulfill({ response });
    });
    await page.click('[data-offer="acknowledge"]');
    await page.click('.dialog button[type="submit"]');
    await page.waitForSelector('.refusal >> text=没有收到答复');
    await page.click('.dialog button:has-text("再次送出")');
    await page.waitForSelector('.recorded >> text=此前已经办理，没有重复记录');
    expect(keys).toEqual([keys[0], keys[0]]);
    const said = await pages.api.get(`/warnings/${id}/events?limit=1000`, 'duty-wu');
    const received = said.body.items.filter(
      ({ type, data }: { type: string; data: { city?: string } }) => type === 'warning.received' && data.city === 'wu',
    );
    expect(received).toHaveLength(1);
  });

  it('is used by keyboard alone: open, fill in, Escape, and the focus is back', async () => {
    const id = await inForce(pages);
    const page = await pages.visit(`/warnings/${id}`, { as: 'duty-wu' });
    await page.focus('[data-offer="acknowledge"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.dialog[open]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.dialog', { state: 'detached' });
    expect(await page.evaluate('document.activeElement.dataset.offer')).toBe('acknowledge');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.dialog[open]');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.recorded');
  });

  it('lists open warnings first, proposes a new one, and marks an exercise everywhere', async () => {
    await proposed(pages);
    await pages.give('coordinator', '/warnings/W-2026-001/withdraw', { reason: '预报更新' });
    const page = await pages.visit('/warnings', { as: 'coordinator' });
    await page.click('text=提议联合预警');
    await page.selectOption('#field-kind', 'ozone');
    expect(await page.locator('#field-grade').count()).toBe(0);
    await page.click('.field-boxes label:has-text("甲市")');
    await page.fill('#field-reason', '臭氧预计超标');
    await pages.shot(page, 'propose');
    await page.click('.dialog button[type="submit"]');
    await page.waitForURL('**/warnings/W-2026-002');
    await page.waitForSelector('.grade-notice >> text=臭氧健康提示');
    await pages.give('coordinator', '/warnings', {
      kind: 'colour',
      grade: 'yellow',
      cities: ['jia', 'yi'],
      window: { from: '2026-11-22T14:00:00+08:00', to: null },
      basis: 'forecast',
      reason: '桌面演练',
      exercise: true,
    });
    await page.goto(`${pages.api.url}/warnings`);
    await expect.poll(() => page.locator('[data-warning]').count()).toBe(3);
    expect(await page.locator('[data-warning]').last().getAttribute('data-warning')).toBe('W-2026-001');
    await page.click('[data-warning="X-2026-001"] a');
    await page.waitForSelector('.exercise-bar >> text=演练 EXERCISE');
    await page.click('[data-offer="consult"]');
    await page.waitForSelector('.dialog .exercise-mark');
  });

  it('is closed to whoever is not signed in, takes a pasted token, knows a wrong one, and lets go', async () => {
    const id = await inForce(pages);
    const page = await pages.visit(`/warnings/${id}`);
    await page.click('main a:has-text("登录")');
    await page.fill('#token', 'not-a-token-of-anybody');
    await page.click('button:has-text("登录")');
    await page.waitForSelector('.field-error >> text=令牌无效');
    await page.fill('#token', ` ${tokenOf('duty-wu')} `);
    await page.click('button:has-text("登录")');
    await page.waitForSelector('[data-warning]');
    expect(await page.textContent('.person')).toMatch(/戊市\s*姓名 duty-wu · 值班员/);
    await page.reload();
    await page.waitForSelector('.person');
    await page.click('.person');
    await page.click('button:has-text("退出")');
    await page.waitForSelector('.person', { state: 'detached' });
    await page.goto(`${pages.api.url}/warnings`);
    await page.waitForSelector('main >> text=登录');
    expect(await page.locator('[data-warning]').count()).toBe(0);
    expect(await page.evaluate('sessionStorage.getItem("lianfang.token")')).toBeNull();
  });

  it('puts the warning in force on the overview, with what is due next and the grade of the air', async () => {
    const data = { subject: { kind: 'region', id: 'demo' }, grade: 'red', reason: 'reached' };
    pages.api.grades.apply({
      type: 'grade.changed',
      at: pages.api.clock.now(),
      seq: 1,
      data,
    } as unknown as LedgerEvent);
    const id = await inForce(pages);
    const page = await pages.visit('/', { as: 'coordinator' });
    await page.waitForSelector('.warning-strip .grade-orange');
    const strip = await page.textContent('.warning-strip');
    expect(strip).toContain(id);
    expect(strip).toMatch(/区域判级 红/);
    expect(strip).toMatch(/1 项逾期/);
    expect(strip).toMatch(/戊市 确认收到 仍未办，将上报示例国 3:0\d:\d\d/);
    await pages.shot(page, 'overview');
    await pages.api.clock.pass(4 * HOUR_MS);
    await expect.poll(() => page.textContent('.warning-strip')).toMatch(/10 项逾期/);
  });
});
