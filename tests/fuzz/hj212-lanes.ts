import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { Device } from '../ingest/hj212/device.ts';
import type { FuzzHouse } from './fuzz-house.ts';
import type { FuzzInput } from './fuzz-input.ts';
import { FuzzRandom } from './fuzz-random.ts';
import { waitFor } from './wait-for.ts';

const LANES = 4;
/** More than a connection may waste before it is cut. */
const ENDLESS_BYTES = 80_000;

/**
 * Devices that talk rubbish between good frames. Their connections must outlive it, and each good frame must be acknowledged
 * once. One more connection a chunk gets nothing but rubbish: it must be cut when that has no end, and end when its device has.
 */
export class Hj212Lanes {
  readonly #house: FuzzHouse;
  readonly #devices: Device[] = [];

  private constructor(house: FuzzHouse) {
    this.#house = house;
  }

  static async open(house: FuzzHouse): Promise<Hj212Lanes> {
    const lanes = new Hj212Lanes(house);
    for (let n = 0; n < LANES; n++) {
      const device = await Device.connect(house.ports.hj212);
      device.socket.once('close', () => lanes.#closed());
      lanes.#devices.push(device);
    }
    return lanes;
  }

  #ending = false;

  async send(inputs: readonly FuzzInput[], seed: number): Promise<void> {
    const random = new FuzzRandom(seed, 212);
    const lanes = lanesOf(inputs);
    const rubbish = lanes.flatMap((lane) => lane.filter(({ qn }, i) => qn === undefined && i % 10 === 0));
    await Promise.all([...lanes.map((lane, n) => this.#talk(n, lane, random)), this.#babble(rubbish, random)]);
  }

  close(): void {
    this.#ending = true;
    for (const { socket } of this.#devices) socket.destroy();
  }

  /** The first device waits for each answer before it goes on; the others talk without a pause. */
  async #talk(n: number, lane: readonly FuzzInput[], random: FuzzRandom): Promise<void> {
    const device = this.#devices[n];
    if (device === undefined) return;
    const heard = new Map<string, number>();
    const owed = new Set<string>();
    for (const group of n === 0 ? groupsOf(lane) : [lane]) {
      await inPieces(Buffer.concat(group.map(({ bytes }) => bytes)), random, (piece) => device.socket.write(piece));
      for (const { qn } of group) if (qn !== undefined) owed.add(qn);
      const look = () => {
        for (const frame of device.frames.splice(0)) {
          const [, qn = ''] = /^QN=([^;]*);ST=91;CN=9014;.*CP=&&&&$/.exec(frame) ?? [];
          if (owed.has(qn)) heard.set(qn, (heard.get(qn) ?? 0) + 1);
        }
        return heard.size === owed.size;
      };
      if (await waitFor(look, this.#house.faults)) continue;
      this.#house.fault(`${owed.size - heard.size} good frames between rubbish were not acknowledged`);
      break;
    }
    for (const [qn, times] of heard) if (times > 1) this.#house.fault(`frame ${qn} was acknowledged ${times} times`);
  }

  async #babble(rubbish: readonly FuzzInput[], random: FuzzRandom): Promise<void> {
    const socket = connect({ host: '127.0.0.1', port: this.#house.ports.hj212 });
    // The other side may cut it in the middle of a write.
    socket.on('error', () => {});
    socket.resume();
    let closed = false;
    socket.once('close', () => {
      closed = true;
    });
    await inPieces(Buffer.concat(rubbish.map(({ bytes }) => bytes)), random, (piece) => socket.write(piece));
    const endless = random.below(2) === 0;
    if (endless) socket.write(Buffer.alloc(ENDLESS_BYTES, '#1'));
    else socket.end();
    if (await waitFor(() => closed, this.#house.faults)) return;
    this.#house.fault(
      `a connection stayed open ${endless ? 'in spite of endless rubbish' : 'after its device had ended'}`,
    );
  }

  #closed(): void {
    if (!this.#ending) this.#house.fault('a connection with good frames among the rubbish was cut');
  }
}

/** Whole groups, each ending with its good frame, so that every connection hears good frames often enough. */
function lanesOf(inputs: readonly FuzzInput[]): FuzzInput[][] {
  const lanes: FuzzInput[][] = Array.from({ length: LANES }, () => []);
  let lane = 0;
  for (const input of inputs) {
    lanes[lane]?.push(input);
    if (input.qn !== undefined) lane = (lane + 1) % LANES;
  }
  return lanes;
}

/** Each with its good frame at the end. */
function groupsOf(lane: readonly FuzzInput[]): FuzzInput[][] {
  const groups: FuzzInput[][] = [];
  let group: FuzzInput[] = [];
  for (const input of lane) {
    group.push(input);
    if (input.qn === undefined) continue;
    groups.push(group);
    group = [];
  }
  return group.length === 0 ? groups : [...groups, group];
}

async function inPieces(bytes: Buffer, random: FuzzRandom, write: (piece: Buffer) => void): Promise<void> {
  for (let from = 0; from < bytes.length; ) {
    const to = from + 1 + random.below(2_000);
    write(bytes.subarray(from, to));
    from = to;
    await turn();
  }
}
