import { describe, expect, it } from 'vitest';
import { TOKEN_REFUSED } from '../../api/contract.ts';
import { backoff } from '../../dashboard/live/backoff.ts';
import type { Link, LiveSocket } from '../../dashboard/live/live-client.ts';
import { LiveClient } from '../../dashboard/live/live-client.ts';

/** One end of an in-memory socket; the test is the other. */
class TestSocket implements LiveSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((code?: number) => void) | null = null;
  readonly sent: string[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closed = true;
  }
}

const HEARTBEAT = JSON.stringify({
  lane: 'system',
  type: 'heartbeat',
  data: { seq: 3, serverNow: '2026-11-22T14:00:00+08:00' },
});
const HELLO = JSON.stringify({
  lane: 'system',
  type: 'hello',
  data: { seq: 3, serverNow: '2026-11-22T14:00:00+08:00', clockRate: 1, region: { zh: '', en: '' } },
});

/** A client on a manual clock; chance always says 0.5. */
function world(lastSeq = 7, token: string | null = null) {
  let nowMs = 0;
  let timers: { at: number; run: () => void }[] = [];
  const sockets: TestSocket[] = [];
  const links: Link[] = [];
  const heard: string[] = [];
  const client = new LiveClient(
    {
      connect: () => {
        const socket = new TestSocket();
        sockets.push(socket);
        return socket;
      },
      after: (delayMs, run) => {
        const timer = { at: nowMs + delayMs, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
      random: () => 0.5,
    },
    {
      lastSeq: () => lastSeq,
      token: () => token,
      refused: (which) => heard.push(`refused ${which}`),
      message: (message) => heard.push(message.type),
      link: (link) => links.push(link),
    },
  );
  const pass = (ms: number) => {
    const until = nowMs + ms;
    for (;;) {
      const next = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      timers = timers.filter((timer) => timer !== next);
      nowMs = next.at;
      next.run();
    }
    nowMs = until;
  };
  const socket = () => {
    const last = sockets.at(-1);
    if (last === undefined) throw new Error('no socket was opened');
    return last;
  };
  client.start();
  return { client, sockets, links, heard, pass, socket, link: () => links.at(-1) };
}

describe('the live client', () => {
  it('says where it stopped as soon as a socket is open', () => {
    const { socket } = world(41);
    socket().onopen?.();
    expect(socket().sent).toEqual(['{"type":"hello","lastSeq":41}']);
  });

  it('says whose page it is, and again by a new hello when that changes', () => {
    const { client, socket, sockets, link } = world(41, 'lfp_secret');
    socket().onopen?.();
    expect(socket().sent).toEqual(['{"type":"hello","lastSeq":41,"token":"lfp_secret"}']);
    socket().onmessage?.({ data: HELLO });
    const old = socket();
    client.renew();
    expect(old.closed).toBe(true);
    expect(sockets).toHaveLength(2);
    socket().onopen?.();
    expect(socket().sent).toHaveLength(1);
    expect(link()).toEqual({ state: 'live' });
  });

  it('tells that its token was refused, and no other loss', () => {
    const { socket, pass, heard } = world(41, 'lfp_former');
    socket().onopen?.();
    socket().onclose?.(1006);
    expect(heard).toEqual([]);
    pass(backoff(1, 0.5));
    socket().onopen?.();
    socket().onclose?.(TOKEN_REFUSED);
    expect(heard).toEqual(['refused lfp_former']);
  });

  it('is slow after 20 s of silence and gives up after 45 s', () => {
    const { socket, pass, link, sockets } = world();
    socket().onmessage?.({ data: HELLO });
    expect(link()).toEqual({ state: 'live' });
    pass(19_999);
    expect(link()).toEqual({ state: 'live' });
    pass(1);
    expect(link()).toEqual({ state: 'slow' });
    const dead = socket();
    pass(25_000);
    expect(link()).toEqual({ state: 'down', attempt: 1 });
    expect(dead.closed).toBe(true);
    pass(backoff(1, 0.5));
    expect(sockets).toHaveLength(2);
  });

  it('is live again at any message within 45 s', () => {
    const { socket, pass, link } = world();
    socket().onmessage?.({ data: HELLO });
    pass(30_000);
    socket().onmessage?.({ data: HEARTBEAT });
    expect(link()).toEqual({ state: 'live' });
    pass(19_000);
    expect(link()).toEqual({ state: 'live' });
  });

  it('waits longer after each failure, and from the start again after a hello', () => {
    const { socket, pass, sockets, link } = world();
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      socket().onclose?.();
      expect(link()).toEqual({ state: 'down', attempt });
      pass(backoff(attempt, 0.5) - 1);
      expect(sockets).toHaveLength(attempt);
      pass(1);
      expect(sockets).toHaveLength(attempt + 1);
    }
    socket().onmessage?.({ data: HELLO });
    socket().onclose?.();
    expect(link()).toEqual({ state: 'down', attempt: 1 });
  });

  it('does not sit out the delay when the browser wakes, and opens only one socket', () => {
    const { client, socket, pass, sockets } = world();
    socket().onclose?.();
    client.wake();
    client.wake();
    expect(sockets).toHaveLength(2);
    pass(10_000);
    expect(sockets).toHaveLength(2);
  });

  it('does not hear a socket that it has given up', () => {
    const { socket, pass, heard } = world();
    const first = socket();
    pass(45_000);
    expect(first.onmessage).toBeNull();
    expect(first.onclose).toBeNull();
    expect(heard).toEqual([]);
  });

  it('skips what is not a message', () => {
    const { socket, heard } = world();
    for (const data of ['{', 'null', '3', '{}', new ArrayBuffer(2)]) socket().onmessage?.({ data });
    socket().onmessage?.({ data: HELLO });
    expect(heard).toEqual(['hello']);
  });

  it('stays closed once stopped', () => {
    const { client, pass, sockets, socket } = world();
    client.stop();
    client.wake();
    pass(100_000);
    expect(sockets).toHaveLength(1);
    expect(socket().closed).toBe(true);
  });
});

describe('backoff', () => {
  it('doubles its ceiling from 0.5 s to 30 s, with full jitter', () => {
    const top = [1, 2, 3, 4, 5, 6, 7, 8, 400].map((attempt) => backoff(attempt, 0.999_999));
    expect(top).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(backoff(5, 0)).toBe(0);
    expect(backoff(5, 0.25)).toBe(2000);
  });
});
