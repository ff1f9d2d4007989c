import { expect, it } from 'vitest';
import type { CaseView } from '../../api/protocol-contract.ts';
import { HOUR_MS } from '../api/protocol/protocol-fixture.ts';
import { describeWithService } from '../services/describe-with-service.ts';
import { closing, referred } from './case-story.ts';
import { protocolPages } from './protocol-pages.ts';

describeWithService('chromium', 'the page of a case', () => {
  const pages = protocolPages();

  async function state(id: string): Promise<CaseView> {
    return (await pages.api.get(`/cases/${id}`, 'head-yi')).body;
  }

  it('is opened and referred by its forms, and shows who owes what until when', async () => {
    const page = await pages.visit('/cases', { as: 'duty-bing' });
    await page.click('text=立案');
    await page.fill('#field-groundsId', 'upwind-2026-11-22');
    await page.fill('#field-siteName', '乙市工业园');
    await page.fill('#field-borderKm', '1.5');
    await page.fill('#field-account', '上风向来自乙市');
    await page.setInputFiles('#field-attachments', {
      name: '轨迹.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('abc'),
    });
    await page.waitForSelector('.field code >> text=ba7816bf8f01cfea…');
    await pages.shot(page, 'case-open');
    await page.click('.dialog button[type="submit"]');
    await page.waitForURL('**/cases/C-2026-001');
    await page.click('[data-offer="refer"]');
    await page.selectOption('#field-to', 'yi');
    await page.fill('#field-reason', '点位在乙市');
    await page.click('.dialog button[type="submit"]');
    await page.waitForSelector('.stage-here >> text=已移送，待答复');
    expect(await page.getAttribute('[data-duty="answer"]', 'data-state')).toBe('next');
    expect(await page.textContent('[data-duty="answer"]')).toMatch(/乙市.*[78]:\d\d:\d\d/);
    expect(await state('C-2026-001')).toMatchObject({
      site: { name: '乙市工业园', borderKm: 1.5 },
      grounds: { kind: 'alert', id: 'upwind-2026-11-22' },
      respondent: 'yi',
    });
    // A clock runs out while the page looks on.
    await pages.api.clock.pass(8 * HOUR_MS + 60_000);
    await page.waitForSelector('.stage-here >> text=待共同上级裁决');
    expect(pages.complaints).toEqual([]);
  });

  it('is declined with a reason, which the common superior reads', async () => {
    const id = await referred(pages);
    const page = await pages.visit(`/cases/${id}`, { as: 'head-yi' });
    await page.click('.duty-own button:has-text("退回")');
    await page.click('.dialog button[type="submit"]');
    await page.waitForSelector('.field-wanting[data-field="reason"]');
    await page.fill('#field-reason', '该企业已迁出');
    await page.click('.dialog button[type="submit"]');
    await page.waitForSelector('.stage-here >> text=待共同上级裁决');
    const superior = await pages.visit(`/cases/${id}`, { as: 'coordinator' });
    await superior.waitForSelector('.fact-list >> text=该企业已迁出');
    await superior.click('[data-offer="decide"]');
    await superior.selectOption('#field-owner', 'yi');
    await superior.fill('#field-reason', '点位属乙市');
    await superior.click('.dialog button[type="submit"]');
    await superior.waitForSelector('.stage-here >> text=已接收');
  });

  it('is signed on the hash that is shown; what is added makes the version void and says so first', async () => {
    const id = await closing(pages);
    const owner = await pages.visit(`/cases/${id}`, { as: 'head-yi' });
    await owner.click('.panel-head button:has-text("冻结版本")');
    await owner.click('.dialog button[type="submit"]');
    await owner.waitForSelector('.frozen code');
    const hash = (await state(id)).frozen?.hash ?? '';
    expect(await owner.textContent('.frozen code')).toBe(hash);

    const other = await pages.visit(`/cases/${id}`, { as: 'head-bing' });
    await other.click('.panel-head button:has-text("签署")');
    expect(await other.textContent('.dialog output')).toBe(hash);
    expect(await other.textContent('.dialog .note')).toContain('各方签署的必须是同一哈希');
    await pages.shot(other, 'sign');
    await other.click('.dialog button[type="submit"]');
    await other.waitForSelector('[data-party="bing"].signed');
    await owner.waitForSelector('[data-party="bing"].signed');
    await pages.shot(owner, 'case');

    await owner.click('[data-offer="amend"]');
    expect(await owner.textContent('.dialog .note')).toContain('现有冻结版本与 1 个签名即告作废');
    await owner.fill('#field-account', '补充监测报告');
    await owner.fill('#field-reason', '漏附');
    await owner.click('.dialog button[type="submit"]');
    await owner.waitForSelector('[data-party="bing"].unsigned');
    await owner.waitForSelector(`.event-bad >> text=${hash.slice(0, 12)}`);

    await owner.click('.panel-head button:has-text("冻结版本")');
    await owner.click('.dialog button[type="submit"]');
    await owner.waitForSelector('.frozen code');
    const again = await owner.textContent('.frozen code');
    expect(again).not.toBe(hash);
    for (const page of [owner, other]) {
      await page.waitForSelector(`.frozen code >> text=${again}`);
      await page.click('.panel-head button:has-text("签署")');
      expect(await page.textContent('.dialog output')).toBe(again);
      await page.click('.dialog button[type="submit"]');
      await page.waitForSelector('.recorded:not(.hidden)');
    }
    await owner.waitForSelector('.stage-here >> text=已结案');
    expect(await state(id)).toMatchObject({ stage: 'closed', clocks: [] });
  });

  it('lists open cases first', async () => {
    const id = await referred(pages);
    await pages.give('duty-bing', `/cases/${id}/withdraw`, { reason: '重复立案' });
    await referred(pages);
    const page = await pages.visit('/cases', { as: 'duty-bing' });
    await expect.poll(() => page.locator('[data-case]').count()).toBe(2);
    expect(await page.locator('[data-case]').last().getAttribute('data-case')).toBe(id);
    expect(await page.textContent('[data-case="C-2026-002"]')).toMatch(/丙市 → 乙市.*承办 丙市/);
    await pages.shot(page, 'cases');
  });
});
