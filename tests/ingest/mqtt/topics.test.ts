import { describe, expect, it } from 'vitest';
import { isOurs, isReadingsLike, parseReadingsTopic, receiptsTopicFor } from '../../../ingest/mqtt/topics.ts';

describe('topics', () => {
  it('[DEC-9] take city and station from a readings topic', () => {
    expect(parseReadingsTopic('lianfang/v1/清远/QY-01/readings')).toEqual({ city: '清远', station: 'QY-01' });
  });

  it.each([
    'lianfang/v1/qingyuan/S1/status',
    'lianfang/v1/qingyuan/readings',
    'lianfang/v1/qingyuan/S1/x/readings',
    'lianfang/v1//S1/readings',
    'lianfang/v1/qingyuan//readings',
    'lianfang/v2/qingyuan/S1/readings',
    `lianfang/v1/qingyuan/${'S'.repeat(129)}/readings`,
    '',
  ])('find no station in %s', (topic) => {
    expect(parseReadingsTopic(topic)).toBeUndefined();
  });

  it('[MQT-4] know where a refusal is told, also for levels that make no sense', () => {
    expect(receiptsTopicFor('lianfang/v1/qingyuan/S1/readings')).toBe('lianfang/v1/qingyuan/S1/receipts');
    expect(receiptsTopicFor('lianfang/v1//S1/readings')).toBe('lianfang/v1//S1/receipts');
    expect(receiptsTopicFor('lianfang/v1/a/b/c/readings')).toBeUndefined();
    expect(receiptsTopicFor('elsewhere')).toBeUndefined();
  });

  it('tell whose a topic is', () => {
    expect(['lianfang/v1/a/b/receipts', 'lianfang/v1/a/notices', '$SYS/x'].map(isOurs)).toEqual([true, true, true]);
    expect(['lianfang/v1/a/b/readings', 'lianfang/v1/a/b/status', 'x/receipts'].map(isOurs)).toEqual([
      false,
      false,
      false,
    ]);
    expect(isReadingsLike('lianfang/v1/a/readings')).toBe(true);
    expect(isReadingsLike('home/readings')).toBe(false);
  });
});
