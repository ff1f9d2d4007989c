import { computed, signal } from '@preact/signals';
import type { ClockFix } from '../live/server-clock.ts';
import { deviceSkew, serverNow } from '../live/server-clock.ts';

/** Null until the first hello: before it the device's own clock has to do. */
const fix = signal<ClockFix | null>(null);
const second = signal(0);

/** Server time per device time, 1 outside demonstrations. */
export const clockRate = computed(() => fix.value?.rate ?? 1);

/** The server's time now, epoch ms; a function for handlers and drawing, see `clockSecond` for what is rendered. */
export function clockNow(): number {
  return fix.value === null ? Date.now() : serverNow(fix.value, performance.now());
}

/** The server's time, moving once a second of the device. */
export const clockSecond = computed(() => {
  second.value;
  return clockNow();
});

/** The same, moving once a minute of the server: for ages and freshness, so that tables rest between minutes. */
export const clockMinute = computed(() => Math.floor(clockSecond.value / 60_000) * 60_000);

/** Minutes by which the device's wall clock is off, null when that is less than one. */
export const skewMinutes = computed(() => {
  second.value;
  const skew = fix.value === null ? null : deviceSkew(fix.value, performance.now(), Date.now());
  return skew === null ? null : Math.round(skew / 60_000);
});

/** Takes the server's time from a hello (which also states the rate) or a heartbeat. */
export function fixClock(serverMs: number, rate: number = clockRate.value): void {
  fix.value = { serverMs, deviceMs: performance.now(), rate };
}

export function startClock(): void {
  setInterval(() => {
    if (!document.hidden) second.value += 1;
  }, 1000);
}
