import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPackage } from '../../../app/evidence/build-package.ts';
import { packageVerdictText } from '../../../app/evidence/verdict-text.ts';
import { verifyPackage } from '../../../app/evidence/verify-package.ts';
import { readZip } from '../../../app/evidence/zip/read-zip.ts';
import { writeZip } from '../../../app/evidence/zip/write-zip.ts';
import type { CaseCommand } from '../../../domain/enforcement/case-command.ts';
import type { WarningCommand } from '../../../domain/warning/warning-command.ts';
import { makeCheckpoint } from '../../../store/checkpoint.ts';
import { LedgerKey } from '../../../store/ledger-key.ts';
import { duty, engine, head, mayor } from '../../domain/warning/scenario.ts';
import { EpisodeRig } from './episode-rig.ts';
import { repack } from './repack.ts';

const root = join(import.meta.dirname, '../../..');
const HOUR_MS = 3_600_000;
const START = Date.parse('2026-11-12T01:00:00+08:00');
const folder = mkdtempSync(join(tmpdir(), 'lianfang-package-'));

let rig: EpisodeRig;
let warning: Buffer;
let enforcement: Buffer;
let alert = '';

async function act(id: string | undefined, command: object): Promise<string> {
  const answer = await rig.coordination.act({ ...(id === undefined ? {} : { id }), command: command as CaseCommand });
  if (answer.outcome === 'refused') throw new Error(answer.refusal.reason.en);
  return answer.state.id;
}

async function warn(id: string | undefined, command: object): Promise<string> {
  const answer = await rig.coordination.warn({
    ...(id === undefined ? {} : { id }),
    command: command as WarningCommand,
  });
  if (answer.outcome === 'refused') throw new Error(answer.refusal.reason.en);
  return answer.state.id;
}

function verify(bytes: Buffer, options: Partial<Parameters<typeof verifyPackage>[1]> = {}) {
  return verifyPackage(bytes, { kept: [], keys: [], program: rig.sources.program, ...options });
}

function lianfang(...args: readonly string[]): { readonly code: number; readonly out: string } {
  try {
    const options = { cwd: root, encoding: 'utf8', stdio: 'pipe' } as const;
    return { code: 0, out: execFileSync(process.execPath, ['app/main.ts', ...args], options) };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    return { code: status, out: stdout + stderr };
  }
}

function fileIn(bytes: Buffer, path: string): string {
  return String(readZip(bytes).files.get(path));
}

/** Nine days of the demonstration cluster, an episode at their end; a warning that was issued, and a case on an upwind alert. */
beforeAll(async () => {
  rig = await EpisodeRig.open({
    folder: join(folder, 'data'),
    at: START,
    onset: Date.parse('2026-11-18T06:00:00+08:00'),
  });
  await rig.pass(150);
  let hours = 150;
  while (rig.engine.grades.gradeOf('region', 'demo') === 'none' && hours < 240) {
    await rig.pass(1);
    hours += 1;
  }
  const grade = rig.engine.grades.gradeOf('region', 'demo');
  const now = rig.clock.now();
  const proposal = { type: 'propose', by: engine, kind: 'colour', grade, cities: ['jia', 'yi'], basis: 'observed' };
  const id = await warn(undefined, { ...proposal, window: { from: now, to: null }, reason: 'the region has a grade' });
  await warn(id, { type: 'tell_air', by: engine, grade, basis: 'observed', reason: 'at_least' });
  await warn(id, {
    type: 'issue_at_once',
    by: { person: '周', role: 'coordinator', jurisdiction: 'guo' },
    grade,
    reason: 'it is here',
  });
  await warn(id, { type: 'acknowledge', by: duty('jia'), city: 'jia' });
  await warn(id, { type: 'issue_own', by: mayor('jia'), city: 'jia', grade });
  await rig.pass(2);
  const [first] = [...rig.engine.board.since(now)].filter(
    ({ rule, state }) => rule === 'neighbour-plume' && state !== 'withdrawn',
  );
  alert = first?.id ?? '';
  const [from = '', to = ''] = (first?.subject.id ?? '').split('>');
  const site = { name: '界河工业园 Border estate', borderKm: 2 };
  const open = {
    type: 'open',
    by: duty(to),
    grounds: { kind: 'alert', id: alert },
    site,
    account: '上风向来烟',
    attachments: [],
  };
  const caseId = await act(undefined, open);
  await act(caseId, { type: 'refer', by: duty(to), to: from, reason: '请查', attachments: [] });
  await act(caseId, { type: 'accept', by: head(from), attachments: [] });
  await rig.pass(10);
  warning = (await buildPackage({ kind: 'warning', id }, rig.sources)) ?? Buffer.alloc(0);
  enforcement = (await buildPackage({ kind: 'case', id: caseId }, rig.sources)) ?? Buffer.alloc(0);
}, 240_000);

afterAll(async () => {
  await rig.close();
  rmSync(folder, { recursive: true });
});

describe('an evidence package', () => {
  it('[EVI-10] of a warning holds everything it rests on, and is found sound', async () => {
    const verdict = await verify(warning);
    expect(verdict).toMatchObject({
      ok: true,
      kind: 'warning',
      derivedAgain: true,
      notJudged: [],
      judged: { grades: true },
    });
    expect([...readZip(warning).files.keys()]).toEqual(
      [
        'README.md agreement/agreement.yaml checkpoint.json forecasts.jsonl ledger/entries.jsonl ledger/hashes.txt ledger/proofs.jsonl manifest.json',
        'manifest.sig notices.jsonl positions.csv readings/flagged.csv readings/raw.csv report.html scope.json state.json stations.csv',
        'timeline.csv trace/city-hours.csv trace/grades.jsonl trace/rules.jsonl wind.csv',
      ]
        .join(' ')
        .split(' '),
    );
    const types = new Set(
      [...fileIn(warning, 'ledger/entries.jsonl').matchAll(/"type":"([a-z._]+)"/g)].map(([, type]) => type),
    );
    for (const type of [
      'warning.proposed',
      'warning.issued',
      'warning.own_issued',
      'grade.changed',
      'alert.raised',
      'rule.watched',
      'evaluation.closed',
    ]) {
      expect(types).toContain(type);
    }
    expect(fileIn(warning, 'notices.jsonl')).toContain('"channel":"webhook:bureau"');
    expect(fileIn(warning, 'wind.csv').split('\n').length).toBeGreaterThan(100);
    expect(fileIn(warning, 'trace/rules.jsonl')).toContain('"truth":"true"');
    expect(fileIn(warning, 'scope.json')).toContain('"start": "continued"');
  });

  it('[EVI-10] of a case holds the alert it was opened on, judged again', async () => {
    expect(await verify(enforcement)).toMatchObject({
      ok: true,
      kind: 'case',
      judged: { grades: false, rules: ['neighbour-plume'] },
    });
    expect(fileIn(enforcement, 'ledger/entries.jsonl')).toContain(`"alert":"${alert}"`);
    expect(fileIn(enforcement, 'signatures.csv')).toContain('seq,at,event,hash');
  });

  it('[EVI-11] is the same bytes as often as it is made', async () => {
    const { id } = JSON.parse(fileIn(warning, 'manifest.json')) as { readonly id: string };
    expect((await buildPackage({ kind: 'warning', id }, rig.sources))?.equals(warning)).toBe(true);
  });

  it('[EVI-12] one byte that is another, wherever it is, is found, and a file is named', async () => {
    const names = new Set(['package', ...readZip(warning).files.keys()]);
    await fc.assert(
      fc.asyncProperty(fc.nat(warning.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const flipped = Buffer.from(warning);
        flipped[at] = (flipped[at] ?? 0) ^ change;
        const verdict = await verify(flipped);
        expect(verdict.ok).toBe(false);
        if (!verdict.ok) expect(verdict.faults.some(({ file }) => names.has(file))).toBe(true);
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it('[EVI-12] a changed file is named whatever the archive says', async () => {
    for (const [path, whole] of readZip(warning).files) {
      // No forecast was made in these days.
      if (whole.length === 0) continue;
      const files = new Map(readZip(warning).files);
      const content = Buffer.from(whole);
      const middle = content.length >> 1;
      content[middle] = (content[middle] ?? 0) ^ 1;
      files.set(path, content);
      const verdict = await verify(writeZip(files));
      expect(verdict.ok).toBe(false);
      if (!verdict.ok && path !== 'manifest.json') expect(verdict.faults.map(({ file }) => file)).toContain(path);
    }
  });

  const forged: readonly [string, string, Readonly<Record<string, ((text: string) => string) | null>>][] = [
    [
      'an entry',
      'ledger/entries.jsonl',
      { 'ledger/entries.jsonl': (text) => text.replace('it is here', 'it is there') },
    ],
    [
      'an entry left out',
      'ledger/entries.jsonl',
      { 'ledger/entries.jsonl': (text) => text.replace(/^.*"type":"warning\.issued".*\n/m, '') },
    ],
    [
      'a proof',
      'ledger/proofs.jsonl',
      { 'ledger/proofs.jsonl': (text) => text.replace(/"proof":\["./, '"proof":["0') },
    ],
    [
      'a reading',
      'readings/raw.csv',
      { 'readings/raw.csv': (text) => text.replace(/(T1[0-9]:00:00\+08:00,3600,yi-[1-6],),([\d.]+),/g, '$1,5,') },
    ],
    [
      'the report',
      'report.html',
      { 'report.html': (text) => text.replace('</main>', '<p>nothing happened</p></main>') },
    ],
    ['what was used', 'readings/flagged.csv', { 'readings/flagged.csv': (text) => `${text}x` }],
    ['a file more', 'note.txt', { 'note.txt': () => 'believe me' }],
    ['a file less', 'trace/rules.jsonl', { 'trace/rules.jsonl': null }],
    [
      'another agreement',
      'readings/raw.csv',
      { 'agreement/agreement.yaml': (text) => text.replace('set: cn-2024', 'set: cn-2018') },
    ],
    [
      'another ledger',
      'checkpoint.json',
      { 'checkpoint.json': (text) => text.replace('"region": "demo"', '"region": "other"') },
    ],
  ];
  it.each(forged)('[EVI-13] %s changed by whoever has the key is found too', async (_, file, change) => {
    const verdict = await verify(repack(warning, { change, key: rig.sources.key }));
    expect(verdict.ok).toBe(false);
    if (!verdict.ok) expect(verdict.faults.map((fault) => fault.file)).toContain(file);
  });

  it('[EVI-15] says which hour the readings do not bear out', async () => {
    const change = { 'readings/raw.csv': (text: string) => text.replace(/(,3600,[a-z]+-\d,,)[\d.]+,[\d.]+/g, '$15,5') };
    const verdict = await verify(repack(warning, { change, key: rig.sources.key }));
    expect(verdict.ok).toBe(false);
    if (!verdict.ok)
      expect(verdict.faults[0]?.reason).toMatch(
        /^(city|region):[a-z]+ at 2026-11-\d\dT\d\d:00:00\+08:00: the ledger says (yellow|orange|red), the readings give none$/,
      );
  });

  it('[EVI-14] derived files made by another version of the program are not made again', async () => {
    const change = { 'report.html': (text: string) => text.replace('</main>', ' </main>') };
    const other = repack(warning, { change, key: rig.sources.key });
    expect(await verify(other, { program: '9.9.9' })).toMatchObject({ ok: true, derivedAgain: false });
  });

  it('[EVI-18] a key or a checkpoint that was kept before is held against it', async () => {
    const own = JSON.parse(fileIn(warning, 'checkpoint.json'));
    const key = LedgerKey.fromPem(rig.sources.key);
    expect(await verify(warning, { keys: [own.key], kept: [{ checkpoint: own, source: 'kept' }] })).toMatchObject({
      ok: true,
      kept: ['kept'],
    });
    expect(await verify(warning, { keys: [LedgerKey.generate().publicKey] })).toMatchObject({
      ok: false,
      faults: [{ file: 'checkpoint.json' }],
    });
    for (const [seq, other] of [
      [own.seq, { hash: 'a'.repeat(64) }],
      [own.seq, { root: 'a'.repeat(64) }],
      [3, {}],
    ] as const) {
      const otherwise = makeCheckpoint({ ...own, seq, ...other, at: START }, key);
      expect(await verify(warning, { kept: [{ checkpoint: otherwise, source: 'kept' }] })).toMatchObject({
        ok: false,
        faults: [{ file: 'ledger/hashes.txt', reason: expect.stringContaining('kept') }],
      });
    }
    const later = makeCheckpoint({ ...own, seq: own.seq + 1, at: START }, key);
    expect(await verify(warning, { kept: [{ checkpoint: later, source: 'later' }] })).toMatchObject({
      ok: true,
      kept: [],
      silentOn: ['later'],
    });
  });

  it('[EVI-22] says that it is nobody’s word until its key is known', async () => {
    const own = JSON.parse(fileIn(warning, 'checkpoint.json'));
    const text = async (how: Parameters<typeof verify>[1]) => packageVerdictText('a.zip', await verify(warning, how));
    expect(await text({})).toContain('Anybody can make');
    expect(await text({})).not.toContain('is sound');
    expect(await text({})).toContain('Delivery times of notices are the operator’s word');
    const strange = makeCheckpoint({ ...own, at: START }, LedgerKey.generate());
    expect(await text({ kept: [{ checkpoint: strange, source: 'kept' }] })).toContain('Anybody can make');
    for (const how of [{ keys: [own.key] }, { kept: [{ checkpoint: own, source: 'kept' }] }]) {
      expect(await text(how)).toContain('is sound');
      expect(await text(how)).not.toContain('Anybody can make');
    }
  });

  it('[EVI-17] its report loads nothing, runs nothing, and says it in both languages with pictures', () => {
    const page = fileIn(warning, 'report.html');
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|\bhref=|url\(|@import/i);
    expect(page.match(/<svg/g)?.length).toBeGreaterThan(8);
    expect(page).toContain('class="map"');
    for (const words of ['联合预警', 'joint warning', '甲市', 'Jia City', '发布', 'issued', '时限遵守', 'Timeliness'])
      expect(page).toContain(words);
  });

  it('[EVI-17] its report has no word of the program where there is a name', () => {
    const [one, other] = [fileIn(warning, 'report.html'), fileIn(enforcement, 'report.html')];
    for (const words of ['首次发布', '判级引擎', 'grading engine', 'Duty officer', '仅为运行方所述'])
      expect(one).toContain(words);
    for (const words of ['接收或说明理由退回', 'upwind alert', '按时', 'still open']) expect(other).toContain(words);
    // Chinese that is none, or a part of a cell that is nothing but such a word.
    const bare =
      /<span lang="zh">[a-z_]+<|(<td>|· )(engine|clock|kept|void|answer|coordinator|jia|yi|grade \w+)( ·|<)/g;
    for (const page of [one, other]) expect(page.match(bare)).toBeNull();
  });

  it('[EVI-8] is made and checked on the command line: 0 when it is sound, 1 when it is not or there is none, 2 without an id', () => {
    const config = join(folder, 'lianfang.yaml');
    const demo = join(root, 'config/demo');
    const storage = `storage: { directory: data }`;
    writeFileSync(config, `agreement: ${demo}/agreement.yaml\nstations: ${demo}/stations.csv\n${storage}\n`);
    const { id } = JSON.parse(fileIn(warning, 'manifest.json')) as { readonly id: string };
    const out = join(folder, 'out.zip');
    expect(lianfang('evidence', id, '--config', config, '--out', out)).toMatchObject({ code: 0 });
    expect(readFileSync(out).equals(warning)).toBe(true);
    expect(JSON.parse(lianfang('verify', out, '--json').out)).toMatchObject({ of: 'package', ok: true, id });
    writeFileSync(out, Buffer.concat([readFileSync(out).subarray(0, -1), Buffer.from('x')]));
    const broken = lianfang('verify', out);
    expect(broken.code).toBe(1);
    expect(broken.out).toContain('out.zip: package: ');
    expect(lianfang('evidence', 'W-2026-999', '--config', config)).toMatchObject({ code: 1 });
    expect(lianfang('evidence', 'nothing', '--config', config)).toMatchObject({ code: 2 });
  }, 60_000);

  it('[EVI-10] there is none of what there is not', async () => {
    expect(await buildPackage({ kind: 'case', id: 'C-2026-999' }, rig.sources)).toBeUndefined();
  });
});

describe('a package after late data', () => {
  it('[EVI-16] leaves out readings that came too late to be judged, and takes what stood before them', async () => {
    const late = rig.clock.now() - 80 * HOUR_MS;
    const [before] = await rig.timeseries.read({ stations: ['yi-1'], from: late, to: late + 1, limit: 1 });
    if (before === undefined) throw new Error('there is no such reading');
    const now = { ...before, values: { ...before.values, pm25: 900 } };
    await rig.arrivals.record({
      superseded: [{ ...before, replacedAt: rig.clock.now(), reading: before }],
      late: [{ station: before.station, at: before.at, periodS: before.periodS, receivedAt: rig.clock.now() }],
    });
    await rig.timeseries.write([now]);
    const { id } = JSON.parse(fileIn(warning, 'manifest.json')) as { readonly id: string };
    const bytes = (await buildPackage({ kind: 'warning', id }, rig.sources)) ?? Buffer.alloc(0);
    expect(fileIn(bytes, 'readings/raw.csv')).toMatch(/,yi-1,,900,.*\+08:00,$/m);
    expect(await verify(bytes)).toMatchObject({ ok: true });
  });
});
