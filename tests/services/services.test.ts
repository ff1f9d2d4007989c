import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeWithService } from './describe-with-service.ts';
import { startInfluxdb } from './influxdb.ts';
import { startMosquitto } from './mosquitto.ts';
import { portIsOpen } from './port-is-open.ts';
import { startVictoriaMetrics } from './victoria-metrics.ts';

const LAUNCHERS = [
  ['mosquitto', startMosquitto],
  ['influxdb', startInfluxdb],
  ['victoria-metrics', startVictoriaMetrics],
] as const;

for (const [name, start] of LAUNCHERS) {
  describeWithService(name, `launcher of ${name}`, () => {
    it('starts, dies by SIGKILL, restarts on the same port and stops', async () => {
      const service = await start();
      const firstPid = service.pid;
      expect(await portIsOpen(service.port)).toBe(true);
      await service.kill();
      expect(await portIsOpen(service.port)).toBe(false);
      await service.restart();
      expect(await portIsOpen(service.port)).toBe(true);
      expect(service.pid).not.toBe(firstPid);
      await service.stop();
      expect(await portIsOpen(service.port)).toBe(false);
      expect(existsSync(`/proc/${service.pid}`)).toBe(false);
    });
  });
}
