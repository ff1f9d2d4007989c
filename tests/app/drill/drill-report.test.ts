import { describe, expect, it } from 'vitest';
import { drillPage } from '../../../app/drill/drill-page.ts';
import { readDrill } from '../../../app/drill/drill-record.ts';
import { drillReport } from '../../../app/drill/drill-report.ts';
import { owedIn } from '../../../app/drill/owed.ts';
import type { LedgerEvent } from '../../../store/ledger.ts';
import { drill } from '../../alerting/bulletins/eventful.ts';
import { agreementWith, coordinator, duty, instant, type Scenario } from '../../domain/warning/scenario.ts';

const MIN = 60_000;

/** A drill's ledger around the events of a scenario; without `endedAt` it was cut off. */
async function* ledgerOf({ events }: Scenario, endedAt?: number): AsyncGenerator<LedgerEvent> {
  const started = { rate: 60, air: 'winter <2016>', models: { bing: 'slow', ji: 'prompt' } };
  const all = [
    { stream: 'drill', type: 'drill.started', at: instant('2026-11-23 07:55'), data: started },
    ...events.map((event) => ({ stream: `warning/${event.data.warning}`, ...event })),
    ...(endedAt === undefined ? [] : [{ stream: 'drill', type: 'drill.ended', at: endedAt, data: {} }]),
  ];
  for (const [n, event] of all.entries()) {
    yield {
      ...event,
      seq: n + 1,
      version: n + 1,
      recordedAt: event.at,
      hash: '',
      previousHash: '',
    } as unknown as LedgerEvent;
  }
}

/** Issued at 08:00. 甲市 acknowledges at 08:10, 丙市 at 08:40, ten minutes late, by a model; 乙市 and 己市 never. */
function rehearsed(): Scenario {
  const scenario = drill();
  scenario.at('2026-11-23 08:10');
  scenario.does(duty('jia'), { type: 'acknowledge', city: 'jia' });
  scenario.at('2026-11-23 08:40');
  scenario.does(duty('bing'), { type: 'acknowledge', city: 'bing' });
  const last = scenario.events.length - 1;
  const event = scenario.events[last];
  if (event !== undefined) {
    scenario.events[last] = { ...event, data: { ...event.data, key: 'demo:model/bing/acknowledge' } } as typeof event;
  }
  return scenario.at('2026-11-23 09:00');
}

const notices = { sent: 3, pending: 1, dead: 0 };
const reportOf = async (scenario: Scenario, endedAt?: number) =>
  drillReport(await readDrill(ledgerOf(scenario, endedAt)), agreementWith(), notices);

describe('the report of a drill', () => {
  it('[DRI-10] each thing owed with its fate, its keeper and its escalations', async () => {
    const { owed } = await reportOf(rehearsed(), instant('2026-11-23 09:00'));
    const receipts = owed.filter(({ duty: of }) => of === 'acknowledge').sort((a, b) => (a.by < b.by ? -1 : 1));
    expect(
      receipts.map(({ by, fate, delayMinutes, escalations, model }) => ({
        by,
        fate,
        delayMinutes,
        escalations,
        model,
      })),
    ).toEqual([
      { by: 'bing', fate: 'late', delayMinutes: 10, escalations: 1, model: true },
      { by: 'ji', fate: 'missed', delayMinutes: 30, escalations: 2, model: false },
      { by: 'jia', fate: 'in_time', delayMinutes: 0, escalations: 0, model: false },
      { by: 'yi', fate: 'missed', delayMinutes: 30, escalations: 2, model: false },
    ]);
    expect(receipts[2]).toMatchObject({
      subject: 'demo-2026-11-23',
      dueAt: '2026-11-23T08:30:00+08:00',
      doneAt: '2026-11-23T08:10:00+08:00',
      doneBy: 'duty-officer of jia (duty-officer, jia)',
    });
    expect(receipts[1]).toMatchObject({ doneAt: null, doneBy: null });
  });

  it('[DRI-10] summed up for each duty of the agreement and each jurisdiction', async () => {
    const { duties, jurisdictions, total } = await reportOf(rehearsed(), instant('2026-11-23 09:00'));
    const receipt = duties.find(({ duty: of }) => of === 'acknowledge');
    expect(receipt).toMatchObject({
      name: { zh: '确认收到' },
      term: { zh: '30 分钟', en: '30 min' },
      owed: 4,
      inTime: 1,
      late: 1,
      missed: 2,
      open: 0,
      medianMinutes: 10,
      worstDelayMinutes: 30,
    });
    const jia = jurisdictions.find(({ id }) => id === 'jia');
    expect(jia).toMatchObject({ level: 'city', missed: 0, late: 0 });
    expect(total.owed).toBe(total.inTime + total.late + total.missed + total.open);
    expect(total.owed).toBe(jurisdictions.reduce((sum, one) => sum + one.owed, 0));
    expect(total.owed).toBe(duties.reduce((sum, one) => sum + one.owed, 0));
  });

  it('[DRI-10] what was voided in time is not counted, what was voided when it was told is missed', () => {
    const scenario = rehearsed();
    scenario.does(coordinator, { type: 'lift', reason: 'clean' });
    const owed = owedIn('warning/X', scenario.known.clocks, scenario.now);
    expect(owed.filter(({ duty: of, by }) => of === 'first_report' && by === 'jia')).toEqual([]);
    expect(
      owed
        .filter(({ duty: of, fate }) => of === 'acknowledge' && fate === 'missed')
        .map(({ by }) => by)
        .sort(),
    ).toEqual(['ji', 'yi']);
  });

  it('[DRI-11] what clocks told, and every step, in the order of the ledger', async () => {
    const scenario = rehearsed();
    const { escalations, steps } = await reportOf(scenario, instant('2026-11-23 09:00'));
    expect(escalations.map(({ at, by, step, to }) => `${at.slice(11, 16)} ${by} ${step} ${to}`)).toEqual([
      '08:30 bing 1 dong',
      '08:30 ji 1 xi',
      '08:30 yi 1 xi',
      '09:00 ji 2 guo',
      '09:00 yi 2 guo',
    ]);
    expect(steps.map(({ type }) => type)).toEqual(scenario.events.map(({ type }) => type));
    expect(steps.filter(({ model }) => model).map(({ type }) => type)).toEqual(['warning.received']);
    expect(steps.map(({ seq }) => seq)).toEqual(steps.map((_, n) => n + 2));
  });

  it('[DRI-9] of a drill that was cut off ends where its ledger ends; of another ledger there is none', async () => {
    const cut = await reportOf(rehearsed());
    expect(cut.to).toBe('2026-11-23T09:00:00+08:00');
    const ended = await reportOf(rehearsed(), instant('2026-11-23 12:00'));
    expect(ended.to).toBe('2026-11-23T12:00:00+08:00');
    expect(ended.owed.find(({ by, duty: of }) => by === 'yi' && of === 'acknowledge')?.delayMinutes).toBe(210);
    const { events } = rehearsed();
    const real = (async function* () {
      for (const event of events) yield { ...event, stream: 'warning/W', seq: 1 } as unknown as LedgerEvent;
    })();
    await expect(readDrill(real)).rejects.toThrow(/not that of a drill/);
  });

  it('[DRI-9] as a page: marked, in both languages, of one file, with nothing in it that was not meant as text', async () => {
    const scenario = rehearsed();
    const page = drillPage(await reportOf(scenario, instant('2026-11-23 09:00') + MIN));
    expect(page).toContain('演练，不是真实事件 · EXERCISE');
    expect(page).toContain('winter &lt;2016&gt;');
    for (const text of ['甲市', 'Jia City', '确认收到', 'receipt', '模拟（slow）', 'model (slow)'])
      expect(page).toContain(text);
    expect(page).not.toMatch(/undefined|NaN|<script|src=|https?:/);
    expect(drillPage(await reportOf(scenario, instant('2026-11-23 09:00') + MIN))).toBe(page);
  });

  it('[DRI-9] of a drill without any warning', async () => {
    const scenario = { ...drill(), events: [] } as unknown as Scenario;
    const report = await reportOf(scenario, instant('2026-11-23 09:00'));
    expect(report.total).toMatchObject({ owed: 0, medianMinutes: null });
    expect(drillPage(report)).not.toMatch(/undefined|NaN|Infinity/);
  });

  it('[DRI-9] plain JSON', async () => {
    const report = await reportOf(rehearsed());
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(report).toMatchObject({ exercise: true, notices, models: { bing: 'slow' }, rate: 60 });
  });
});
