import { describe, expect, it } from 'vitest';
import { runReplay } from '../../../app/replay/run-replay.ts';
import { reportPage } from '../../../app/report/report-page.ts';
import { SeriesBook } from '../../../app/report/series-book.ts';
import { sparkline } from '../../../app/report/sparkline.ts';
import { PARAMETERS } from '../../../domain/air/parameter.ts';
import { daysCsv, filesOf, gradedAgreement, hoursCsv, STATIONS } from '../replay/replay-files.ts';

const times = (value: number, count: number) => Array.from({ length: count }, () => value);

async function pageOf(files: Parameters<typeof runReplay>[0]): Promise<string> {
  const series = new SeriesBook(PARAMETERS);
  const outcome = await runReplay(files, {
    usable: (readings) => series.usable(readings),
    closed: (hours) => series.closed(hours),
    day: (city, endAt, aqi) => series.day(city, endAt, aqi),
  });
  return reportPage({ ...outcome, series, isDaily: files.daily !== undefined });
}

const hours = { a1: [...times(10, 10), ...times(180, 5), ...times(20, 15)], b1: times(10, 30), c1: times(10, 30) };
const hourFiles = (agreement: string) => {
  const named = filesOf({ 'agreement.yaml': agreement, 'stations.csv': STATIONS, 'hours.csv': hoursCsv(hours) });
  return { agreements: [named['agreement.yaml']], stations: named['stations.csv'], readings: named['hours.csv'] };
};

describe('the report of a replay', () => {
  it('loads nothing from anywhere and runs nothing', async () => {
    const page = await pageOf(hourFiles(gradedAgreement()));
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|src=|https?:/);
    expect(page.match(/<html/g)).toHaveLength(1);
  });

  it('shows each alert with its time and the curve behind it, in both languages', async () => {
    const page = await pageOf(hourFiles(gradedAgreement()));
    expect(page).toContain('2017-01-01 11:00 – 2017-01-01 16:00');
    expect(page).toMatch(/<svg class="spark"[\s\S]*?<line class="limit"/);
    expect(page.match(/lang="zh"/g)?.length).toBe(page.match(/lang="en"/g)?.length);
  });

  it('shows the grades of city-days, and when the region would have been proposed', async () => {
    const series = { a: [100, 210, 220, 230, 100, 100], b: [100, 210, 220, 100, 100, 100], c: times(50, 6) };
    const named = filesOf({ 'agreement.yaml': gradedAgreement(), 'days.csv': daysCsv(series) });
    const page = await pageOf({ agreements: [named['agreement.yaml']], daily: named['days.csv'] });
    expect(page).toContain('<title>a 2017-01-02 … 2017-01-04 橙色预警（Ⅱ级） orange warning (II)</title>');
    expect(page).toContain('<td>2017-01-01 00:00</td><td>2017-01-02 00:00</td><td>2017-01-04 00:00</td>');
  });

  it('tells what another agreement says differently', async () => {
    const files = hourFiles(gradedAgreement());
    const other = filesOf({ 'b.yaml': gradedAgreement({ version: '2', rules: [] }) });
    const page = await pageOf({ ...files, agreements: [...files.agreements, other['b.yaml']] });
    expect(page).toContain('What version 2 says differently');
    expect(page).toContain('alert only by A');
  });

  it('is safe with any name', async () => {
    const evil = '<b onload="x">';
    const page = await pageOf(
      hourFiles(gradedAgreement({ region: { coordinator: 'nation', name: { zh: evil, en: evil } } })),
    );
    expect(page).not.toContain(evil);
    expect(page).toContain('&lt;b onload=&quot;x&quot;&gt;');
  });
});

describe('a curve', () => {
  const HOUR = 3_600_000;
  const marks = { from: 0, to: 10 * HOUR, raisedAt: 2 * HOUR, until: 4 * HOUR, limit: 50, title: 't' };

  it('breaks where data are missing', () => {
    const path = (points: readonly (readonly [number, number])[]) =>
      /<path d="([^"]*)"/.exec(sparkline(points, marks))?.[1];
    expect(
      path([
        [0, 1],
        [HOUR, 2],
        [2 * HOUR, 3],
      ])?.match(/M/g),
    ).toHaveLength(1);
    expect(
      path([
        [0, 1],
        [HOUR, 2],
        [5 * HOUR, 3],
      ])?.match(/M/g),
    ).toHaveLength(2);
  });

  it('is left out when there is nothing to draw', () => {
    expect(sparkline([], marks)).toBe('');
  });
});
