import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Loaded } from '../../../app/config/load.ts';
import { Config } from '../../../app/config/schema.ts';
import { openQuality } from '../../../app/installation/quality-side.ts';
import type { Stores } from '../../../app/installation/stores.ts';
import { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import { CalibrationFile } from '../../../domain/air/calibration/calibration.ts';
import { CalibrationBook } from '../../../domain/air/calibration/calibration-book.ts';
import type { Reading } from '../../../domain/air/reading.ts';
import { SqliteLedger } from '../../../store/sqlite/sqlite-ledger.ts';
import { SqliteTimeseries } from '../../../store/sqlite/sqlite-timeseries.ts';
import { CLEAN, fixture, HOUR_MS, NOW, reading, STATIONS } from '../../api/fixture.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { quiet } from '../../ingest/samples.ts';

const TOKEN = 'reviewer-token-of-the-test';
const HASH = `$sha256$${createHash('sha256').update(TOKEN).digest('base64')}`;
const DECISION = {
  at: '2026-11-22T13:00:00+08:00',
  period: 3600,
  parameter: 'pm25',
  decision: 'accept',
  reason: 'fire next door, seen on site',
  by: 'li',
};

let folder = '';
let ledger: SqliteLedger;
let timeseries: SqliteTimeseries;
const opened: { close(): Promise<void> }[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianfang-quality-'));
  ledger = SqliteLedger.open({ path: ':memory:' });
  timeseries = SqliteTimeseries.open({ path: ':memory:' });
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  await ledger.close();
  await timeseries.close();
  rmSync(folder, { recursive: true });
});

async function rig(options: { readonly http?: object; readonly calibrations?: object[] } = {}) {
  const agreement = AgreementFile.parse({
    version: '1',
    effective: { from: '2020-01-01' },
    region: { id: 'r', name: { zh: '区', en: 'R' } },
    jurisdictions: [{ id: 'n', level: 'nation', name: { zh: '国', en: 'N' } }],
  });
  const { calibrations } = CalibrationFile.parse({ calibrations: options.calibrations ?? [] });
  const loaded = {
    agreement,
    stations: STATIONS,
    calibration: new CalibrationBook(calibrations),
    config: Config.parse({ agreement: 'a', stations: 's', http: options.http ?? { operator_token_hash: HASH } }),
  } as unknown as Loaded;
  const usable: Reading[] = [];
  const clock = new ManualClock(NOW + 60_000);
  const quality = await openQuality({
    loaded,
    stores: { timeseries, ledger, folder } as unknown as Stores,
    clock,
    log: quiet,
    onUsable: (readings) => usable.push(...readings),
  });
  opened.push(quality);
  const api = await fixture({ deps: { readings: timeseries, usable: quality.usable, quality: quality.source } });
  const commit = async (...readings: Reading[]) => {
    await timeseries.write(readings);
    quality.committed(readings);
  };
  const post = async (body: unknown, authorization?: string, station = 'b1') =>
    api.app.request(`/api/v1/stations/${station}/overrules`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
    });
  return { ...api, quality, usable, commit, post };
}

/** A lone peak at 13:00, seen at 14:00. */
const PEAK = [40, 400, 50].map((pm25, hour) =>
  reading('b1', NOW + (hour - 2) * HOUR_MS, { ...CLEAN, pm25, pm10: 400, o3: 50 + hour }),
);

describe('quality control in the house', () => {
  it('[QC-15] tells of every value that is not good, with the reasons in both languages', async () => {
    const { commit, json } = await rig();
    await commit(...PEAK);
    const { items } = await json('/api/v1/stations/b1/quality');
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      station: 'b1',
      at: '2026-11-22T13:00:00+08:00',
      period: 3600,
      parameter: 'pm25',
      value: 400,
      counts: null,
      quality: 'fail',
      excluded: true,
      overrules: [],
    });
    const said = (items as unknown as { verdicts: { test: string; reason: { zh: string; en: string } }[] }[])[0]
      ?.verdicts;
    expect(said?.map(({ test }) => test)).toEqual(['step', 'spike']);
    expect(said?.[1]?.reason.en).toContain('400 µg/m³ between 40 and 50');
    expect(said?.[1]?.reason.zh).toContain('前后两小时为 40 和 50');
    expect((await json('/api/v1/stations/b2/quality')).items).toEqual([]);
    expect((await json('/api/v1/stations/x/quality')).code).toBe('unknown_station');
  });

  it('[QC-1] readings show what was sent, with the quality of what is not good beside it', async () => {
    const { commit, json } = await rig();
    await commit(...PEAK);
    const { items } = await json('/api/v1/readings?station=b1');
    expect(items[0]).not.toHaveProperty('quality');
    expect(items[1]).toMatchObject({
      values: { pm25: 400 },
      quality: { pm25: { quality: 'fail', excluded: true, tests: ['step', 'spike'] } },
    });
  });

  it('[QC-17] indices are computed from what is usable', async () => {
    const { commit, json } = await rig({
      calibrations: [
        { station: 'b1', parameter: 'o3', valid_from: '2026-11-22T13:30:00+08:00', factor: 2, reason: 'audit' },
      ],
    });
    await commit(...PEAK);
    const { items } = await json('/api/v1/indices?station=b1');
    expect(items.map(({ concentrations }) => concentrations)).toEqual([
      { ...CLEAN, pm25: 40, pm10: 400, o3: 50 },
      { pm10: 400, so2: 5, no2: 20, co: 0.5, o3: 51 },
      { ...CLEAN, pm25: 50, pm10: 400, o3: 104 },
    ]);
  });

  it('[CAL-3] the calibration history of a station can be seen', async () => {
    const entry = { station: 'b1', parameter: 'o3', valid_from: '2026-11-22T13:30:00+08:00', reason: 'audit' };
    const { json } = await rig({ calibrations: [{ ...entry, factor: 2, calibrated_at: '2026-11-20T00:00:00+08:00' }] });
    expect(await json('/api/v1/stations/b1/calibration')).toEqual({
      items: [
        {
          parameter: 'o3',
          validFrom: '2026-11-22T13:30:00+08:00',
          validTo: null,
          factor: 2,
          offset: 0,
          calibratedAt: '2026-11-20T00:00:00+08:00',
          reason: 'audit',
          source: null,
        },
      ],
    });
    expect(await json('/api/v1/stations/b2/calibration')).toEqual({ items: [] });
  });

  it('[QC-20] a decision is recorded in the ledger and holds at once', async () => {
    const { commit, post, usable, json } = await rig();
    await commit(...PEAK);
    expect(usable.at(-1)?.at).toBe(NOW);
    const answer = await post(DECISION, `Bearer ${TOKEN}`);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ station: 'b1', ...DECISION, decidedAt: '2026-11-22T14:01:00+08:00' });
    expect(usable.at(-1)).toEqual(PEAK[1]);
    const [event] = await ledger.read({ after: 0, limit: 10, stream: 'quality/b1' });
    expect(event).toMatchObject({
      type: 'quality.overruled',
      at: NOW + 60_000,
      data: {
        station: 'b1',
        end: NOW - HOUR_MS,
        period: 3600,
        parameter: 'pm25',
        value: 400,
        decision: 'accept',
        by: 'li',
      },
    });
    const { items } = await json('/api/v1/stations/b1/quality');
    expect(items[0]).toMatchObject({ quality: 'good', excluded: false, counts: 400, overrules: [{ by: 'li' }] });
    await post({ ...DECISION, decision: 'reject' }, `Bearer ${TOKEN}`);
    expect(usable.at(-1)?.values).not.toHaveProperty('pm25');
  });

  it('[QC-20] a decision outlives the process, also before anything is written', async () => {
    const first = await rig();
    await first.commit(...PEAK);
    await first.post(DECISION, `Bearer ${TOKEN}`);
    const second = await rig({ http: { operator_token: TOKEN } });
    expect(await second.quality.usable.read({ from: 0, to: NOW + 1, limit: 10 })).toEqual(PEAK);
    expect((await second.post({ ...DECISION, decision: 'reject' }, `Bearer ${TOKEN}`)).status).toBe(201);
    expect(second.usable.at(-1)?.values).not.toHaveProperty('pm25');
    expect(await ledger.verify()).toEqual({ ok: true, entries: 2 });
  });

  it('[QC-20] nobody decides without a token of the configuration', async () => {
    const closed = await rig({ http: {} });
    await closed.commit(...PEAK);
    const answer = await closed.post(DECISION, `Bearer ${TOKEN}`);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'no_reviewers']);
    const open = await rig();
    for (const authorization of [undefined, 'Bearer wrong', `Basic ${TOKEN}`, `Bearer ${TOKEN}x`]) {
      const refused = await open.post(DECISION, authorization);
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
    expect(await ledger.lastSeq()).toBe(0);
  });

  it('[QC-20] a decision on nothing, or without its reason, is refused', async () => {
    const { commit, post } = await rig();
    await commit(...PEAK);
    const codes = async (body: unknown, station = 'b1') => {
      const answer = await post(body, `Bearer ${TOKEN}`, station);
      const { code, errors = [] } = (await answer.json()) as { code: string; errors?: { path: string }[] };
      return [answer.status, code, ...errors.map(({ path }) => path)];
    };
    expect(await codes({ ...DECISION, period: 60 })).toEqual([404, 'unknown_value']);
    expect(await codes({ ...DECISION, parameter: 'rh' })).toEqual([404, 'unknown_value']);
    expect(await codes(DECISION, 'x')).toEqual([404, 'unknown_station']);
    expect(await codes('{')).toEqual([400, 'bad_body']);
    expect(await codes({ ...DECISION, at: 'noon', reason: ' ', decision: 'maybe', by: undefined })).toEqual([
      ...[400, 'bad_body', 'at', 'decision', 'reason', 'by'],
    ]);
    expect(await ledger.lastSeq()).toBe(0);
  });

  it('[QC-16] counts verdicts by test and severity', async () => {
    const { commit, quality } = await rig();
    await commit(...PEAK);
    const [family] = quality.figures();
    expect(family?.name).toBe('lianfang_quality_verdicts_total');
    expect(family?.samples).toContainEqual({ labels: { test: 'spike', severity: 'fail' }, value: 1 });
  });
});
