import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { simulateCommand, sourceOf } from '../../../app/commands/simulate.ts';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-11-22T14:20:00+08:00');
const DEFAULTS = {
  mqtt: 'mqtt://127.0.0.1:1883',
  clientId: 'x',
  speed: 3600,
  seed: 1,
  ts: 'end',
  resendS: 30,
} as const;

/** A command whose errors are thrown instead of ending the process. */
function command(): Command {
  return new Command('simulate').exitOverride().configureOutput({ writeErr: () => {} });
}

describe('lianfang simulate', () => {
  it('has help for every option', () => {
    for (const option of simulateCommand().options)
      expect(option.description, option.flags).toMatch(/ · .*\p{Script=Han}/u);
    expect(simulateCommand().helpInformation()).toContain('--from <file>');
  });

  it('ends the cluster two days of the past at the last full hour', () => {
    const source = sourceOf(DEFAULTS, command(), NOW);
    const lastFullHour = Date.parse('2026-11-22T14:00:00+08:00');
    expect(source).toEqual({
      kind: 'cluster',
      seed: 1,
      hours: 48,
      firstHourEndMs: lastFullHour - 47 * HOUR_MS,
      episodeStartMs: lastFullHour - 41 * HOUR_MS,
    });
  });

  it('is live at speed 1: the first hour is the last full one, and it may have no end', () => {
    const source = sourceOf({ ...DEFAULTS, speed: 1, hours: 0 }, command(), NOW);
    expect(source).toMatchObject({ firstHourEndMs: NOW - 20 * 60_000, hours: Number.POSITIVE_INFINITY });
  });

  it('takes a file with its stations, whole unless told how many hours', () => {
    const source = sourceOf({ ...DEFAULTS, from: 'r.csv', stations: 's.csv', ts: 'start' }, command(), NOW);
    expect(source).toEqual({
      kind: 'file',
      readings: 'r.csv',
      stations: 's.csv',
      ts: 'start',
      hours: Number.POSITIVE_INFINITY,
    });
  });

  it('refuses flags that contradict each other, exit code 2', () => {
    const exit = (flags: object) => {
      try {
        sourceOf({ ...DEFAULTS, ...flags }, command(), NOW);
      } catch (error) {
        return (error as { exitCode: number }).exitCode;
      }
      return 0;
    };
    expect(exit({ from: 'r.csv' })).toBe(2);
    expect(exit({ stations: 's.csv' })).toBe(2);
    expect(exit({ hours: 0 })).toBe(2);
    expect(exit({ hours: 0, start: NOW })).toBe(0);
  });

  it('refuses values it cannot read, with an example', async () => {
    for (const args of [
      ['--speed', '-1'],
      ['--seed', '1.5'],
      ['--start', '2026-11-22T14:30:00+08:00'],
      ['--episode-start', 'yesterday'],
      ['--ts', 'middle'],
    ]) {
      const simulate = simulateCommand()
        .exitOverride()
        .configureOutput({ writeErr: () => {} });
      await expect(simulate.parseAsync(args, { from: 'user' }), args.join(' ')).rejects.toThrow(
        /is invalid|Allowed choices/,
      );
    }
  });
});
