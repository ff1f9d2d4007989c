import { describe, expect, it } from 'vitest';
import { Answers } from '../../../app/answering/answers-file.ts';
import { protocolJson } from '../../../app/replay/protocol-lines.ts';
import { runProtocol } from '../../../app/replay/protocol-run.ts';
import { type ReplayFiles, runReplay } from '../../../app/replay/run-replay.ts';
import { reportPage } from '../../../app/report/report-page.ts';
import { SeriesBook } from '../../../app/report/series-book.ts';
import { AgreementVersions } from '../../../domain/agreement/agreement-versions.ts';
import { agreementWith, instant } from '../../domain/warning/scenario.ts';
import { daysCsv, filesOf, gradedAgreement, hoursCsv, STATIONS } from './replay-files.ts';

const EPISODE = { a: [100, 210, 220, 230, 100, 100, 100, 100], b: [100, 210, 220, 100, 100, 100, 100, 100] };

async function replayed(files: ReplayFiles) {
  const outcome = await runReplay(files);
  const [session] = outcome.sessions;
  const lines = (session?.protocol?.events ?? []).map((event) => JSON.parse(protocolJson(event, 'r')));
  return { ...outcome, session, lines, summary: session?.summary(outcome).protocol };
}

function ofDays(protocol: string, agreement = gradedAgreement(), series: Parameters<typeof daysCsv>[0] = EPISODE) {
  const named = filesOf({ 'agreement.yaml': agreement, 'days.csv': daysCsv(series), 'answers.yaml': protocol });
  const isWord = /^\w+$/.test(protocol);
  return replayed({
    agreements: [named['agreement.yaml']],
    daily: named['days.csv'],
    protocol: isWord ? protocol : named['answers.yaml'],
  });
}

const uneven = (value: number, count: number) => Array.from({ length: count }, (_, hour) => value + (hour % 5));

describe('replay of the protocol', () => {
  it('[RPL-9] [RPL-11] city-days: proposed by the forecast a day before, answered, and lifted when the air is clean', async () => {
    const { lines, summary } = await ofDays('prompt');
    expect([...new Set(lines.map(({ type }) => type))]).toEqual([
      'warning.proposed',
      'warning.consultation_opened',
      'warning.position_taken',
      'warning.consulted',
      'warning.issued',
      'warning.received',
      'warning.own_issued',
      'warning.response_started',
      'warning.measures_reported',
      'warning.day_reported',
      'warning.air_told',
      'warning.lifted',
      'warning.own_lifted',
      'warning.stopped',
      'warning.summary_submitted',
      'warning.reviewed',
    ]);
    expect(lines[0]).toMatchObject({
      at: '2017-01-01T00:00:00+08:00',
      type: 'warning.proposed',
      subject: { kind: 'region', id: 'r' },
      grade: 'yellow',
      basis: 'forecast',
      cities: ['a', 'b'],
      warning: 'W-2017-001',
    });
    expect(Object.keys(lines[0]).slice(0, 5)).toEqual(['at', 'type', 'subject', 'grade', 'reason']);
    expect(lines.find(({ type }) => type === 'warning.air_told')).toMatchObject({
      at: '2017-01-02T00:00:00+08:00',
      grade: 'yellow',
      basis: 'observed',
    });
    expect(lines.find(({ type }) => type === 'warning.own_issued').subject.kind).toBe('city');
    const [warning] = summary?.warnings ?? [];
    expect(warning).toMatchObject({ id: 'W-2017-001', standing: 'reviewed', grade: 'yellow', cities: 2, overdue: [] });
    expect(warning?.leadMs).toBeGreaterThan(20 * 3_600_000);
    expect(summary?.refused).toEqual({});
  });

  it('[RPL-9] hours: the grades of the running means are followed as they come, and the same twice', async () => {
    const named = filesOf({
      'agreement.yaml': gradedAgreement(),
      'stations.csv': STATIONS,
      'hours.csv': hoursCsv({ a1: uneven(200, 120), b1: uneven(200, 120), c1: uneven(10, 120) }),
    });
    const files = {
      agreements: [named['agreement.yaml']],
      stations: named['stations.csv'],
      readings: named['hours.csv'],
      protocol: 'prompt',
    };
    const { lines } = await replayed(files);
    const steps = lines.filter(({ type }) => type === 'warning.issued');
    expect(steps.map(({ change, grade }) => `${change} ${grade}`)).toEqual(['start yellow', 'up orange']);
    expect((await replayed(files)).lines).toEqual(lines);
  });

  it('[RPL-10] slow: some is late; silent: nothing is kept and everything told upwards, and the coordinator decides', async () => {
    const sum = (figures: { readonly [name: string]: unknown }[] | undefined, name: string) =>
      (figures ?? []).reduce((total, one) => total + Number(one[name]), 0);
    const slow = (await ofDays('slow')).summary;
    expect(sum(slow?.timeliness as never, 'keptLate')).toBeGreaterThan(0);
    expect(sum(slow?.timeliness as never, 'kept')).toBeGreaterThan(0);
    const silent = (await ofDays('silent')).summary;
    expect(sum(silent?.timeliness as never, 'kept') + sum(silent?.timeliness as never, 'keptLate')).toBe(0);
    expect(silent?.warnings[0]?.issuedAt).not.toBeNull();
    expect(silent?.warnings[0]?.overdue[0]).toMatchObject({ duty: 'position', by: 'a', to: [null] });
    expect(silent?.warnings[0]?.overdue.find(({ duty }) => duty === 'acknowledge')?.to).toEqual(['nation']);
    expect(silent?.escalations['nation']).toBeGreaterThan(10);
  });

  it('[RPL-10] a file says how each answers; names that nobody has are faults with their lines', async () => {
    const given = 'default: prompt\njurisdictions:\n  a: { position: object }\n  b: silent\n';
    const all = gradedAgreement({ duties: { consultation: { silence: 'abstains' } } });
    expect((await ofDays(given, all)).summary?.warnings[0]).toMatchObject({ standing: 'withdrawn', issuedAt: null });
    await expect(ofDays('jurisdictions:\n  z: slow\n')).rejects.toMatchObject({
      faults: [{ line: 2, path: 'jurisdictions.z', message: 'there is no jurisdiction "z"' }],
    });
    await expect(ofDays('jurisdictions:\n  a: lazy\n')).rejects.toMatchObject({ faults: [{ line: 2 }] });
  });

  it('[RPL-10] a grade goes with a higher position, and only with it', () => {
    expect(Answers.safeParse({ default: { position: 'agree_higher' } }).success).toBe(false);
    expect(Answers.safeParse({ default: { grade: 'red' } }).success).toBe(false);
    expect(Answers.safeParse({ default: { position: 'agree_higher', grade: 'red' } }).success).toBe(true);
  });

  it('[RPL-10] opens joint cases from upwind alerts where the file says so', async () => {
    const raisedAt = instant('2026-11-23 08:00');
    const alert = { id: 'plume', subject: { kind: 'pair' as const, id: 'bing>yi' }, raisedAt, shadow: false };
    const inputs = [
      { type: 'alert' as const, at: raisedAt, alert, isOpen: true },
      { type: 'alert' as const, at: raisedAt + 4 * 3_600_000, alert, isOpen: false },
    ];
    const run = async (answers: object) => {
      const versions = new AgreementVersions([agreementWith()]);
      const options = { versions, answers: Answers.parse(answers), inputs, to: raisedAt + 30 * 86_400_000 };
      return runProtocol(options);
    };
    expect((await run({})).cases).toEqual([]);
    const { cases, events } = await run({ cases: true });
    expect(cases).toMatchObject([{ id: 'C-2026-001', sender: 'yi', respondent: 'bing', owner: 'bing' }]);
    const lines = events.map((event) => JSON.parse(protocolJson(event, 'demo')));
    expect(lines[0]).toMatchObject({ type: 'case.opened', subject: { kind: 'case', id: 'C-2026-001' } });
    // Who is slow finds the alert gone.
    expect((await run({ cases: true, jurisdictions: { yi: 'slow' } })).cases).toEqual([]);
  });

  it('[RPL-12] stricter terms, other figures: two agreements are tried on the same air', async () => {
    const strict = gradedAgreement({ duties: { acknowledge: { minutes: 5 }, escalation: { every: { minutes: 5 } } } });
    const named = filesOf({ 'a.yaml': gradedAgreement(), 'b.yaml': strict, 'days.csv': daysCsv(EPISODE) });
    const agreements = [named['a.yaml'], named['b.yaml']];
    const outcome = await runReplay({ agreements, daily: named['days.csv'], protocol: 'silent' });
    const firstOverdue = outcome.sessions.map((session) => {
      const [warning] = session.summary(outcome).protocol?.warnings ?? [];
      return (warning?.overdue.find(({ duty }) => duty === 'acknowledge')?.at ?? 0) - (warning?.issuedAt ?? 0);
    });
    expect(firstOverdue).toEqual([30 * 60_000, 5 * 60_000]);
  });

  it('[RPL-12] the report shows each warning and how the cities kept their clocks', async () => {
    const outcome = await ofDays('slow');
    const page = reportPage({ ...outcome, series: new SeriesBook([]), isDaily: true });
    expect(page).toContain('W-2017-001');
    expect(page).toContain('How the cities kept their clocks');
    const without = await runReplay({
      agreements: [filesOf({ 'a.yaml': gradedAgreement() })['a.yaml']],
      daily: filesOf({ 'd.csv': daysCsv(EPISODE) })['d.csv'],
    });
    expect(reportPage({ ...without, series: new SeriesBook([]), isDaily: true })).not.toContain('kept their clocks');
  });
});
