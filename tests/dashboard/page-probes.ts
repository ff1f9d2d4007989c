import axe from 'axe-core';
import type { Page } from 'playwright-core';

// Probes are texts, not functions: the tests are checked without the DOM's types.

/** Violations of WCAG 2.2 A and AA, one line each with the first element concerned. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) =>
    violations.map((v) => v.id + ': ' + v.nodes[0].target.join(' ') + ' ' + v.nodes[0].failureSummary))`);
}

/** How many pixels the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth');
}

/** Words cut off without a way to scroll to them: labelled cells narrower than their text. */
export function clipped(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('.header *, .rail *, .panel-head *, .city-cell *, .alert *, .aqi')]
    .filter((e) => e.children.length === 0 && e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1 && !e.closest('.visually-hidden'))
    .map((e) => e.className + ': ' + e.textContent)`);
}

/** Things to press that are smaller than 24 px, links inside a sentence excepted. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('a, button, select, input, summary')]
    .filter((e) => { const r = e.getBoundingClientRect(); return r.width > 0 && !e.closest('.crumbs, .empty, .skip') && !e.matches('.skip') && (r.height < 24 || r.width < 24); })
    .map((e) => e.outerHTML.slice(0, 90))`);
}

/** Chinese text outside what is marked as data. */
export function strayChinese(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const element = walk.currentNode.parentElement;
      if (/\\p{Script=Han}/u.test(walk.currentNode.data) && !element.closest('[lang="zh-CN"], noscript')) found.push(walk.currentNode.data);
    }
    return found;
  })()`);
}
