import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../../alerting/channels/channel.ts';
import { ExerciseChannel } from '../../../alerting/channels/exercise-channel.ts';
import { holdDrillMark } from '../../../app/installation/drill-mark.ts';
import type { Delivery } from '../../../store/ledger.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianfang-drill-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the folder of a drill', () => {
  it('[DRI-1] is marked when the drill begins, and is no longer a real installation', () => {
    holdDrillMark(folder, true);
    expect(existsSync(join(folder, 'EXERCISE'))).toBe(true);
    writeFileSync(join(folder, 'ledger.sqlite'), '');
    holdDrillMark(folder, true);
    expect(() => holdDrillMark(folder, false)).toThrow(/holds a drill/);
  });

  it('[DRI-1] is never one that has a real ledger, by whatever path', () => {
    writeFileSync(join(folder, 'ledger.sqlite'), '');
    symlinkSync(folder, `${folder}-link`);
    try {
      for (const path of [folder, `${folder}-link`]) expect(() => holdDrillMark(path, true)).toThrow(/a real ledger/);
    } finally {
      rmSync(`${folder}-link`);
    }
    expect(existsSync(join(folder, 'EXERCISE'))).toBe(false);
    holdDrillMark(folder, false);
  });
});

describe('what a drill sends', () => {
  const payload = (message: object) => ({ type: 'warning.issued', message }) as unknown as Delivery['payload'];

  it.each([[{ zh: '发布', en: 'issued' }], [{ zh: '【演练】发布', en: 'EXERCISE: issued' }]])(
    '[DRI-3] says so once, whoever wrote it: %j',
    async (message) => {
      const sent: Delivery[] = [];
      const out: Channel = {
        deliver: async (delivery) => {
          sent.push(delivery);
          return { kind: 'delivered' };
        },
      };
      const delivery = { id: 1, seq: 2, attempts: 0, dueAt: 3, channel: 'webhook:a', idempotencyKey: 'k' };
      const outcome = await new ExerciseChannel(out, 'd1').deliver({ ...delivery, payload: payload(message) });
      expect(outcome).toEqual({ kind: 'delivered' });
      expect(sent).toEqual([
        {
          ...delivery,
          idempotencyKey: 'exercise|d1|k',
          payload: {
            type: 'warning.issued',
            exercise: true,
            message: { zh: '【演练】发布', en: 'EXERCISE: issued' },
          },
        },
      ]);
    },
  );

  it('[DRI-3] also what has no text for people', async () => {
    const sent: unknown[] = [];
    const out: Channel = {
      deliver: async ({ payload: told }) => {
        sent.push(told);
        return { kind: 'failed', reason: 'busy' };
      },
    };
    const delivery = { id: 1, seq: 2, attempts: 0, dueAt: 3, channel: 'webhook:a', idempotencyKey: 'k' };
    const outcome = await new ExerciseChannel(out, 'd1').deliver({
      ...delivery,
      payload: { type: 'x', message: 'plain' },
    });
    expect([outcome, sent]).toEqual([
      { kind: 'failed', reason: 'busy' },
      [{ type: 'x', message: 'plain', exercise: true }],
    ]);
  });

  it('[DRI-12] under keys that are neither those of real notices nor of another drill', async () => {
    const keys: string[] = [];
    const out: Channel = {
      deliver: async ({ idempotencyKey }) => {
        keys.push(idempotencyKey);
        return { kind: 'delivered' };
      },
    };
    const delivery = { id: 1, seq: 2, attempts: 0, dueAt: 3, channel: 'webhook:a', payload: {}, idempotencyKey: 'k' };
    for (const channel of [out, new ExerciseChannel(out, 'd1'), new ExerciseChannel(out, 'd2')]) {
      await channel.deliver(delivery);
    }
    expect(new Set(keys).size).toBe(3);
    await new ExerciseChannel(out, 'd2').deliver({ ...delivery, attempts: 1 });
    expect(keys.at(-1)).toBe(keys.at(-2));
  });
});
