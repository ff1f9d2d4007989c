import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../services/free-port.ts';

const program = new URL('../../docker/healthcheck.js', import.meta.url).pathname;

async function exitCode(port: number): Promise<number> {
  const child = spawn(process.execPath, [program], { env: { ...process.env, LIANFANG_HTTP_PORT: String(port) } });
  const [code] = await once(child, 'exit');
  return code;
}

describe('the health check of the image', () => {
  let status = 200;
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/healthz' ? status : 404).end();
  });
  afterEach(() => server.close());

  it('[DEP-2] is 0 when the program is well, 1 when it is not or is not there', async () => {
    const port = await freePort();
    expect(await exitCode(port)).toBe(1);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    expect(await exitCode(port)).toBe(0);
    status = 503;
    expect(await exitCode(port)).toBe(1);
  });
});
