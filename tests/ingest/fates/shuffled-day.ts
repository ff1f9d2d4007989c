import fc from 'fast-check';
import type { Reading } from '../../../domain/air/reading.ts';
import { settle } from '../../clock/manual-clock.ts';
import { fateRig, reading, STATIONS } from './fate-rig.ts';

/** One period of one station: its versions in their order, each sent this often. */
interface Slot {
  readonly versions: readonly { readonly reading: Reading; readonly times: number }[];
}

/** A day of several stations, a reading each quarter of an hour: more than a memory holds. */
export function dayOf(quarters: number): fc.Arbitrary<readonly Slot[]> {
  const extra = fc.record({
    slot: fc.nat({ max: quarters * STATIONS.length - 1 }),
    // Few, so that a reading also goes back to what it said before.
    value: fc.nat({ max: 2 }),
    times: fc.integer({ min: 1, max: 3 }),
  });
  return fc.array(extra, { maxLength: quarters }).map((extras) =>
    STATIONS.flatMap((station, s) =>
      Array.from({ length: quarters }, (_, quarter) => {
        const slot = s * quarters + quarter;
        const versions = [{ value: 9, times: 1 }, ...extras.filter((one) => one.slot === slot)];
        return {
          versions: versions
            .filter(({ value }, n) => value !== versions[n - 1]?.value)
            .map(({ value, times }) => ({ reading: reading(quarter / 4, value, { station: station.id }), times })),
        };
      }),
    ),
  );
}

/** Sends the day in an order that `random` makes up, in messages and batches of all sizes, over some restarts. */
export async function sendShuffled(
  day: readonly Slot[],
  random: () => number,
  options: Parameters<typeof fateRig>[0] & { readonly restarts: number },
) {
  const rest = day.map(({ versions }) => versions.flatMap(({ reading: one, times }) => Array(times).fill(one)));
  const order: Reading[] = [];
  let left = rest.filter((slot) => slot.length > 0);
  while (left.length > 0) {
    const slot = left[Math.floor(random() * left.length)];
    const next = slot?.shift();
    // Never the same object twice: what was decoded twice is two.
    if (next !== undefined) order.push({ ...next });
    if (slot?.length === 0) left = left.filter((one) => one !== slot);
  }
  let rig = await fateRig(options);
  const rigs = [rig];
  const messages = 40;
  for (let at = 0; at < order.length; ) {
    const size = 1 + Math.floor((random() * 2 * order.length) / messages);
    rig.submit(...order.slice(at, at + size));
    at += size;
    if (random() < 0.5) await settle();
    if (random() < options.restarts / messages) {
      await rig.pipeline.close({ timeoutMs: 1 });
      rig = await rig.restarted();
      rigs.push(rig);
    }
  }
  await rig.pipeline.close({ timeoutMs: 1 });
  return { rig, rigs };
}

/** What became of the day, by station: what any order of it has to give. */
export function sumsOf(rigs: readonly Awaited<ReturnType<typeof fateRig>>[]) {
  const sums = new Map<string, { new: number; revised: number; duplicate: number }>();
  for (const { notebook } of rigs) {
    for (const { reading: one, fate } of notebook.told) {
      const sum = sums.get(one.station) ?? { new: 0, revised: 0, duplicate: 0 };
      sum[fate]++;
      sums.set(one.station, sum);
    }
  }
  return sums;
}

export function expectedSums(day: readonly Slot[]) {
  const sums = new Map<string, { new: number; revised: number; duplicate: number }>();
  for (const { versions } of day) {
    const [first] = versions;
    if (first === undefined) continue;
    const { station } = first.reading;
    const sum = sums.get(station) ?? { new: 0, revised: 0, duplicate: 0 };
    const sent = versions.reduce((total, { times }) => total + times, 0);
    sum.new++;
    sum.revised += versions.length - 1;
    sum.duplicate += sent - versions.length;
    sums.set(station, sum);
  }
  return sums;
}

/** Each reading's last version, and of the older ones what is not in it; both as text, sorted. */
export function expectedContent(day: readonly Slot[]) {
  const name = ({ station, at, values }: Reading) => `${station} ${at} ${values.pm25}`;
  const stored: string[] = [];
  const older: string[] = [];
  for (const { versions } of day) {
    const last = versions.at(-1)?.reading;
    if (last !== undefined) stored.push(name(last));
    older.push(...new Set(versions.slice(0, -1).map((version) => name(version.reading))));
  }
  return { stored: stored.sort(), older: older.sort(), name };
}
