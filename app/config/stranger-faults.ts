import type { Station } from '../../domain/air/station.ts';
import type { Fault } from './fault.ts';
import type { Config } from './schema.ts';

type Told = (path: readonly string[], message: string) => Fault;

/**
 * Devices that the configuration gives to stations of which the stations file knows nothing: what they send is refused. Warnings, since
 * one device must not keep a region from starting. `at` makes a fault of a path in the configuration.
 */
export function strangerFaults(
  { hj212, push }: Pick<Config, 'hj212' | 'push'>,
  stations: readonly Pick<Station, 'id'>[],
  at: Told,
): Fault[] {
  const known = new Set(stations.map(({ id }) => id));
  const named: (readonly [path: readonly string[], station: string])[] = [
    ...(hj212?.links ?? []).map(({ station }, n) => [['hj212', 'links', String(n), 'station'], station] as const),
    ...Object.entries(push.devices).flatMap(([profile, devices]) =>
      Object.entries(devices).map(([device, station]) => [['push', 'devices', profile, device], station] as const),
    ),
    ...Object.entries(push.datastreams).map(
      ([id, { station }]) => [['push', 'datastreams', id, 'station'], station] as const,
    ),
  ];
  return named
    .filter(([, station]) => !known.has(station))
    .map(([path, station]) => ({
      ...at(path, `the stations file has no "${station}": what this device sends is refused`),
      zh: `站点文件中没有“${station}”：该设备发送的数据将被拒绝`,
      severity: 'warning',
    }));
}
