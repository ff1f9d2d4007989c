import { describe, expect, it } from 'vitest';
import { alert, CLEAN, NOW, reading } from '../fixture.ts';
import { served } from './live-fixture.ts';
import { LivePage } from './live-page.ts';

/** About a megabyte of stations, so that the kernel's own buffers are full after a few updates. */
const CROWD = Array.from({ length: 4_000 }, (_, number) => `station-${number}`);
const crowdAt = (at: number) => ({
  type: 'readings' as const,
  readings: CROWD.map((id) => reading(id, at, CLEAN)),
});

describe('a slow client', () => {
  it('is skipped while its buffer is full, stays bounded, and gets one snapshot when it has drained', async () => {
    const { port, clock, tell, hub } = await served();
    const slow = await LivePage.open(port, 0);
    const quick = await LivePage.open(port, 0);
    slow.socket.pause();
    let rounds = 0;
    let mostBuffered = 0;
    while (hub.stats().skippedStates < 5) {
      rounds += 1;
      tell(crowdAt(NOW + rounds * 1_000));
      clock.advance(250);
      await quick.until(() => quick.of('update').length === rounds);
      mostBuffered = Math.max(mostBuffered, hub.stats().bufferedBytes);
    }
    // One update was let in while the buffer was still below the bound; nothing is added to it after that.
    expect(mostBuffered).toBeLessThan(2 * Buffer.byteLength(JSON.stringify(quick.of('update').at(-1))));
    const before = slow.of('snapshot').length;
    slow.socket.resume();
    await slow.until(() => slow.of('update').length > 0);
    while (slow.of('snapshot').length === before) {
      clock.advance(250);
      await slow.settled();
    }
    const newest = slow.messages.at(-1);
    expect(newest).toMatchObject({ type: 'snapshot' });
    expect(slow.of('snapshot').at(-1)?.data.stations[0]?.at).toBe(quick.of('update').at(-1)?.data.stations[0]?.at);
    expect(slow.of('update').length).toBeLessThan(rounds);
  });

  it('is cut off at the bound when events pile up, and has them replayed when it comes back', async () => {
    const { port, tell, alerts, hub } = await served({ live: { closeAtBytes: 256 * 1024 } });
    const slow = await LivePage.open(port, 0);
    await slow.settled();
    slow.socket.pause();
    let seq = 0;
    while (hub.stats().clients > 0 && seq < 900) {
      seq += 1;
      const heavy = alert(seq, { reason: 'x'.repeat(20_000) });
      alerts.add(heavy);
      tell({ type: 'alert', alert: heavy });
      await new Promise(setImmediate);
    }
    expect(hub.stats()).toMatchObject({ clients: 0, slowClosed: 1 });
    slow.socket.resume();
    await slow.until(() => slow.closeCode !== undefined);
    const seen = slow.seqs().at(-1) ?? 0;
    const again = await LivePage.open(port);
    again.say({ type: 'hello', lastSeq: Math.max(1, seen) });
    await again.until(() => again.seqs().at(-1) === seq);
    expect(again.seqs()[0]).toBe(Math.max(1, seen) + 1);
  });
});
