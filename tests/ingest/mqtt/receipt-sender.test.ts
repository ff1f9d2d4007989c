import { describe, expect, it } from 'vitest';
import type { AccountReceipt } from '../../../ingest/accounts/account-receipt.ts';
import { Counters } from '../../../ingest/counters.ts';
import { ReceiptSender } from '../../../ingest/mqtt/receipt-sender.ts';
import { refuse } from '../../../ingest/refusal.ts';
import { ManualClock, settle } from '../../clock/manual-clock.ts';
import { quiet } from '../samples.ts';

/** A sender to a broker that says yes when it is told to. */
function sending(maxInFlight: number) {
  const clock = new ManualClock(0);
  const sent: string[] = [];
  const waiting: (() => void)[] = [];
  const state = { ready: true, most: 0 };
  const sender = new ReceiptSender({
    ready: () => state.ready,
    publish: (topic, payload) => {
      sent.push(`${topic.split('/')[3]} ${payload}`);
      return new Promise((resolve) => {
        waiting.push(resolve);
        state.most = Math.max(state.most, waiting.length);
      });
    },
    maxInFlight,
    counters: new Counters(),
    clock,
    log: quiet,
  });
  return {
    clock,
    state,
    sender,
    account: (station: string, ...receipts: AccountReceipt[]) => sender.account({ station, city: 'c' }, receipts),
    sent: () => sent.splice(0),
    /** The broker takes what it was sent, and what comes of that, without any time passing. */
    async taken() {
      while (waiting.length > 0) {
        for (const resolve of waiting.splice(0)) resolve();
        await settle();
      }
    },
  };
}

describe('ReceiptSender', () => {
  it('[RCP-8] tells thousands of stations as fast as the broker takes it, a few at a time', async () => {
    const rig = sending(20);
    for (let n = 0; n < 5_000; n++) rig.account(`S${n}`, { stored: n });
    rig.clock.advance(100);
    await rig.taken();
    expect(rig.sent()).toEqual(Array.from({ length: 5_000 }, (_, n) => `S${n} {"stored":${n}}`));
    expect(rig.state.most).toBe(20);
  });

  it('[RCP-8] while there is no connection only the newest word on a station waits', async () => {
    const rig = sending(20);
    rig.state.ready = false;
    for (let n = 1; n <= 100; n++) {
      rig.account('S1', { stored: n });
      rig.account('S2', { stored: 5 }, { missing: [[6, 6 + n]], upTo: 200 });
      rig.clock.advance(1_000);
    }
    // 6 has come, and what is still missing was told before: it is told again in time.
    rig.account('S3', { stored: 5 }, { missing: [[6, 7]], upTo: 9 });
    rig.account('S3', { stored: 9 });
    rig.account('S4', { stored: 5 }, { missing: [[6, 7]], upTo: 9 });
    rig.account('S4', { stored: 5 });
    expect(rig.sent()).toEqual([]);
    rig.state.ready = true;
    rig.sender.schedule();
    rig.clock.advance(100);
    await rig.taken();
    expect(rig.sent()).toEqual([
      'S1 {"stored":100}',
      'S2 {"stored":5}',
      'S2 {"missing":[[6,106]],"upTo":200}',
      'S3 {"stored":9}',
      'S4 {"stored":5}',
      'S4 {"missing":[[6,7]],"upTo":9}',
    ]);
  });

  it('[RCP-8] refusals of strangers keep no station from its receipt', async () => {
    const rig = sending(20);
    for (let n = 0; n < 3_000; n++) rig.sender.tell(`lianfang/v1/c/nobody${n}/readings`, [refuse('unknown_station')]);
    rig.account('S1', { stored: 1 });
    rig.clock.advance(100);
    await rig.taken();
    expect(rig.sent().at(-1)).toBe('S1 {"stored":1}');
  });

  it('[RCP-8] flush sends all that waits and resolves when it is out, or when its time is over', async () => {
    const rig = sending(2);
    for (let n = 0; n < 9; n++) rig.account(`S${n}`, { stored: n });
    let flushed = false;
    const flushing = rig.sender.flush({ timeoutMs: 1_000 }).then(() => {
      flushed = true;
    });
    await settle();
    expect({ sent: rig.sent().length, flushed }).toEqual({ sent: 2, flushed: false });
    await rig.taken();
    await flushing;
    expect(rig.sent().length).toBe(7);

    rig.account('S1', { stored: 2 });
    const inVain = rig.sender.flush({ timeoutMs: 1_000 });
    await rig.clock.pass(1_000);
    await inVain;

    const cut = sending(2);
    cut.state.ready = false;
    cut.account('S1', { stored: 3 });
    await cut.sender.flush({ timeoutMs: 1_000 });
    expect(cut.sent()).toEqual([]);
  });
});
