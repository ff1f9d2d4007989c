import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, fixture } from './fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'lianfang-dashboard-'));
const dashboardDir = join(folder, 'dist');

beforeAll(() => {
  mkdirSync(join(dashboardDir, 'assets'), { recursive: true });
  writeFileSync(join(dashboardDir, 'index.html'), '<!doctype html><title>联防</title>');
  writeFileSync(join(dashboardDir, 'assets/app-B1x_9dQe.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'outside');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the dashboard', () => {
  it.each(['/', '/alerts', '/stations/b1', '/index.html'])('is the page at %s', async (path) => {
    const { get } = await fixture({ deps: { dashboardDir } });
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(await response.text()).toContain('联防');
  });

  it('keeps hashed files for ever', async () => {
    const { get } = await fixture({ deps: { dashboardDir } });
    const response = await get('/assets/app-B1x_9dQe.js');
    expect(response.headers.get('content-type')).toMatch(/javascript/);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it.each(['/assets/gone-B1x_9dQe.js', '/api/v1/gone', '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt'])(
    'gives no page and no foreign file for %s',
    async (path) => {
      const { get } = await fixture({ deps: { dashboardDir } });
      const response = await get(path);
      expect(response.status).toBe(404);
      expect((await answerOf(response)).code).toBe('not_found');
    },
  );

  it('says how to build it when it is not there', async () => {
    const { get } = await fixture({ deps: { dashboardDir: join(folder, 'nowhere') } });
    expect(await (await get('/')).json()).toMatchObject({
      status: 404,
      code: 'dashboard_missing',
      detail: 'npm run build',
    });
  });

  it('comes with headers that forbid foreign and inline code', async () => {
    const { get } = await fixture({ deps: { dashboardDir } });
    for (const path of ['/', '/api/v1/cities', '/api/v1/nothing']) {
      const { headers } = await get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("connect-src 'self' ws: wss:");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
    }
  });
});
