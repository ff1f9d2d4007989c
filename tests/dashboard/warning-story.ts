import { HOUR_MS } from '../api/protocol/protocol-fixture.ts';
import { CITIES, type ProtocolPages } from './protocol-pages.ts';

const IDS = CITIES.map(([id]) => id);

/** Proposed for all eight cities; the id of the warning. */
export async function proposed({ give }: ProtocolPages): Promise<string> {
  const { warning } = await give('coordinator', '/warnings', {
    kind: 'colour',
    grade: 'orange',
    cities: IDS,
    window: { from: '2026-11-22T14:00:00+08:00', to: '2026-11-25T08:00:00+08:00' },
    basis: 'forecast',
    reason: '扩散条件持续不利，预计三城 AQI 日均值大于 200',
  });
  return warning.id;
}

/** Seven cities answer, one of them objects and one wants more; the eighth has not yet. */
export async function consulting(pages: ProtocolPages): Promise<string> {
  const id = await proposed(pages);
  const { give } = pages;
  await give('coordinator', `/warnings/${id}/consult`);
  for (const city of IDS.filter((one) => one !== 'wu')) {
    const answer =
      city === 'yi'
        ? { position: 'agree_higher', grade: 'red' }
        : city === 'xin'
          ? { position: 'object', reason: '本市空气质量良好，建议暂缓' }
          : { position: 'agree' };
    await give(`head-${city}`, `/warnings/${id}/take_position`, { member: city, ...answer });
  }
  return id;
}

/** Issued; after five hours and a half six cities are at various steps, one has not even received it and its province has been told. */
export async function inForce(pages: ProtocolPages): Promise<string> {
  const id = await consulting(pages);
  const { give, api } = pages;
  await give('head-wu', `/warnings/${id}/take_position`, { member: 'wu', position: 'agree' });
  await give('coordinator', `/warnings/${id}/issue`, { grade: 'orange', reason: '会商一致' });
  const cities = IDS.filter((city) => city !== 'wu');
  for (const city of cities) {
    await api.clock.pass(8 * 60_000);
    await give(`duty-${city}`, `/warnings/${id}/acknowledge`, { city });
  }
  for (const city of cities.slice(0, 4))
    await give(`leader-${city}`, `/warnings/${id}/issue_own`, { city, grade: 'orange' });
  for (const city of cities.slice(0, 3))
    await give(`duty-${city}`, `/warnings/${id}/start_response`, { city, grade: 'orange' });
  await give('duty-jia', `/warnings/${id}/report_measures`, {
    city: 'jia',
    measures: '停限产 28 家，工地停工 11 处',
    enterprises: 28,
    reductionPercent: { pm25: 20 },
  });
  await api.clock.pass(5 * HOUR_MS);
  return id;
}
