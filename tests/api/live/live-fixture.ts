import { afterEach } from 'vitest';
import { serve } from '../../../api/server.ts';
import { fixture } from '../fixture.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** The api on a free port of the loopback, closed after the test. */
export async function served(options: Parameters<typeof fixture>[0] = {}) {
  const api = await fixture(options);
  const server = await serve({ app: api.app, hub: api.hub, port: 0, host: '127.0.0.1' });
  open.push(async () => {
    api.close();
    await server.close();
  });
  return { ...api, port: server.port };
}
