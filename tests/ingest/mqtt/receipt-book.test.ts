import { describe, expect, it } from 'vitest';
import { Counters } from '../../../ingest/counters.ts';
import { ReceiptBook } from '../../../ingest/mqtt/receipt-book.ts';
import { refuse } from '../../../ingest/refusal.ts';

const told = (payload: string | undefined) => JSON.parse(payload ?? '{}');

describe('ReceiptBook', () => {
  it('[MQT-6] puts the refusals of one station into one receipt', () => {
    const book = new ReceiptBook(new Counters());
    book.add('a', [refuse('not_json')]);
    book.add('b', [refuse('future', { seq: 7, index: 0, field: 'at' })]);
    book.add('a', [refuse('no_values', { index: 3 })]);
    const [a, b] = book.take(10);
    expect(a?.topic).toBe('a');
    expect(told(a?.payload)).toEqual({
      refused: [
        { code: 'not_json', reason: refuse('not_json').reason },
        { index: 3, code: 'no_values', reason: refuse('no_values').reason },
      ],
    });
    expect(told(b?.payload).refused[0]).toEqual({
      seq: 7,
      code: 'future',
      reason: refuse('future', { field: 'at' }).reason,
    });
    expect(book.size).toBe(0);
  });

  it('[MQT-6] is bounded for one station, and says how many it left out', () => {
    const counters = new Counters();
    const book = new ReceiptBook(counters);
    for (let seq = 0; seq < 130; seq++) book.add('a', [refuse('no_values', { seq })]);
    const receipt = told(book.take(1)[0]?.payload);
    expect(receipt.refused).toHaveLength(100);
    expect(receipt.more).toBe(30);
    expect(counters.receiptsDropped).toBe(30);
  });

  it('[MQT-6] is bounded over all stations, and gives out the oldest first', () => {
    const counters = new Counters();
    const book = new ReceiptBook(counters);
    for (let i = 0; i < 1005; i++) book.add(`topic ${i}`, [refuse('unknown_station')]);
    expect(book.size).toBe(1000);
    expect(counters.receiptsDropped).toBe(5);
    expect(book.take(2).map(({ topic }) => topic)).toEqual(['topic 0', 'topic 1']);
    expect(book.take(0)).toEqual([]);
  });
});
