import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { ApiApp } from './api-app.ts';
import { ApiProblem } from './problem.ts';

/** Vite puts a content hash into every name under assets/: such a file never changes. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;
const OUTSIDE = /^\/(api|healthz|readyz|metrics)(\/|$)/;

/**
 * The built dashboard at `/`. Addresses that the page itself routes (no file extension) get index.html; a file that is not
 * there is a 404, since a page in place of a script only moves the error elsewhere.
 */
export function addDashboard(app: ApiApp, dashboardDir: string | undefined): void {
  const built = dashboardDir !== undefined && existsSync(join(dashboardDir, 'index.html'));
  if (!built) {
    app.use('/', () => {
      throw new ApiProblem('dashboard_missing', { detail: 'npm run build' });
    });
    return;
  }
  const files = serveStatic({ root: dashboardDir, precompressed: true });
  const page = serveStatic({ root: dashboardDir, path: 'index.html', precompressed: true });
  app.use(async (c, next) => {
    await next();
    if (OUTSIDE.test(c.req.path) || !c.res.ok) return;
    c.header('Cache-Control', HASHED.test(c.req.path) ? 'public, max-age=31536000, immutable' : 'no-cache');
  });
  app.use(async (c, next) => (OUTSIDE.test(c.req.path) ? next() : files(c, next)));
  app.use(async (c, next) => {
    const isPage = !OUTSIDE.test(c.req.path) && !/\.\w+$/.test(c.req.path);
    return isPage ? page(c, next) : next();
  });
}
