import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemErrorText } from '../../../app/commands/system-error.ts';

const holder = createServer();
afterEach(() => holder.close());

describe('an error of the operating system', () => {
  it('says which address is taken, and what to do, in both languages', async () => {
    await new Promise<void>((resolve) => holder.listen({ host: '127.0.0.1', port: 0 }, resolve));
    const address = holder.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const error = await new Promise<Error>((resolve) =>
      createServer().once('error', resolve).listen({ host: '127.0.0.1', port }),
    );
    expect(systemErrorText(error)).toBe(
      `127.0.0.1:${port} is taken by another program: stop that, or choose another port ` +
        '端口已被其他程序占用：请停掉它，或换一个端口 (EADDRINUSE)',
    );
  });

  it('leaves the others as they are', () => {
    const error = Object.assign(new Error('EACCES: permission denied, open x'), { code: 'EACCES', syscall: 'open' });
    expect(systemErrorText(error)).toBe('EACCES: permission denied, open x');
  });
});
