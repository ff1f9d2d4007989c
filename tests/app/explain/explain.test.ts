import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { explanationText } from '../../../app/explain/explanation-text.ts';
import { judgementText } from '../../../app/explain/judgement-text.ts';
import { lianfang } from '../../acceptance/lianfang-process.ts';

const leaf = (value: number) => ({
  kind: 'threshold',
  truth: 'true' as const,
  reason: 'above',
  quantity: 'pm25',
  over: 'hour',
  value,
  limit: 150,
});
const hour = {
  at: '2026-11-22T14:00:00+08:00',
  watching: true,
  open: true,
  decision: 'raised' as const,
  judgement: leaf(160.12345),
};
const rule = {
  id: 'pm',
  on: 'station' as const,
  priority: 2,
  shadow: true,
  message: { zh: '{subject} 超标', en: '{subject} high' },
  since: null,
  definition: {},
};
const answer = { rule, subject: { kind: 'station' as const, id: 'a1' }, hours: [hour] };

describe('lianfang explain', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
  });
  const serve = (status: number, body: object) =>
    new Promise<{ url: string; asked: string[] }>((resolve) => {
      const asked: string[] = [];
      server = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      }).listen(0, '127.0.0.1', () => {
        const address = server?.address();
        resolve({ url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, asked });
      });
    });

  it('shows value, limit and reason in both languages', () => {
    const text = explanationText(answer);
    expect(text).toContain('pm  station a1  优先级 priority 2  影子运行 shadow');
    expect(text).toContain('2026-11-22T14:00:00+08:00  ▲ 报警 raised');
    expect(text).toContain('threshold  pm25 (hour)  真 true  [高于限值 above]  值 value 160.123, 限 limit 150');
  });

  it('draws the parts of a condition as a tree', () => {
    const inner = { kind: 'all', truth: 'true' as const, reason: 'all_true', parts: [leaf(1), leaf(2)] };
    const lines = judgementText({ kind: 'any', truth: 'true', reason: 'one_true', parts: [inner, leaf(3)] });
    expect(lines.map((line) => line.split('  ')[0])).toEqual([
      'any',
      '├ all',
      '│ ├ threshold',
      '│ └ threshold',
      '└ threshold',
    ]);
  });

  it('asks a running installation, and says what it answers', { timeout: 60_000 }, async () => {
    const { url, asked } = await serve(200, answer);
    const args = ['explain', '--url', url, '--rule', 'pm', '--subject', 'station:a1', '--hours', '2'];
    const [text, json] = [lianfang(args), lianfang([...args, '--json'])];
    expect([await text.ended, await json.ended], text.stderr()).toEqual([0, 0]);
    expect(text.stdout()).toBe(`${explanationText(answer)}\n`);
    expect(JSON.parse(json.stdout())).toEqual(answer);
    expect(asked[0]).toBe('/api/v1/rules/pm/evaluations?subject=station%3Aa1&hours=2');
  });

  it('ends with 1 and the sentence of the problem', { timeout: 60_000 }, async () => {
    const { url } = await serve(404, { code: 'unknown_rule', title: 'No such rule', detail: 'pm' });
    const process = lianfang(['explain', '--url', url, '--rule', 'pm', '--subject', 'station:a1']);
    expect(await process.ended).toBe(1);
    expect(process.stderr()).toContain('404 · unknown_rule · No such rule · pm');
  });
});
