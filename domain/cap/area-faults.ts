import type { CapFault } from './cap-fault.ts';
import type { PublicWarning, Ring } from './public-warning.ts';

/** No city at all, codes that are none, and polygons that no receiver could draw (CAP 1.2, 3.2.4). */
export function areaFaults({ cities }: PublicWarning): CapFault[] {
  const faults: CapFault[] = [];
  if (cities.length === 0) {
    faults.push({ rule: 'CAP-10', path: 'cities', reason: { zh: '至少一个城市', en: 'needs at least one city' } });
  }
  cities.forEach(({ code, polygons = [] }, n) => {
    if (code !== undefined && !/^\d{6}$/.test(code)) {
      faults.push({
        rule: 'CAP-10',
        path: `cities.${n}.code`,
        reason: { zh: 'GB/T 2260 代码为六位数字', en: 'a GB/T 2260 code is six digits' },
      });
    }
    polygons.forEach((ring, m) => {
      if (isDrawable(ring)) return;
      faults.push({
        rule: 'CAP-10',
        path: `cities.${n}.polygons.${m}`,
        reason: {
          zh: '边界须闭合、至少四点、经纬度有效',
          en: 'must be closed, of four points at least, with longitudes and latitudes in range',
        },
      });
    });
  });
  return faults;
}

function isDrawable(ring: Ring): boolean {
  const [first, last] = [ring[0], ring.at(-1)];
  if (ring.length < 4 || first === undefined || last === undefined) return false;
  if (first[0] !== last[0] || first[1] !== last[1]) return false;
  return ring.every(([longitude, latitude]) => Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90);
}
