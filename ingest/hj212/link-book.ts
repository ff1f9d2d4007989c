import type { Parameter } from '../../domain/air/parameter.ts';
import type { Sm4Key } from './sm4.ts';
import { powerOfTen, type UnitProfile } from './units.ts';

/** Which station a device belongs to, and its habits. What is left out is as HJ 212-2017 says. */
export interface Hj212Link {
  /** The device's number as it sends it. */
  readonly mn: string;
  /** Id in the station registry. */
  readonly station: string;
  /** PW that the device must send; without one any is taken. */
  readonly password?: string;
  readonly units?: UnitProfile;
  /** Minutes of a 2051 packet: 1, 2, 3, 4, 5, 6, 10, 12, 15, 20 or 30; default 10. */
  readonly minuteInterval?: number;
  /** Whether DataTime of a period is its start (the standard) or its end. */
  readonly periodLabel?: 'start' | 'end';
  /** System types whose values are ambient air; default 22 and 39 (site dust). A stack's SO2 is not the air's. */
  readonly systems?: readonly string[];
  /** HJ 212-2025: the content of data commands comes encrypted. */
  readonly sm4?: Sm4Key;
}

/** HJ 212-2017 table 9, MinInterval: divisors of the hour. */
const MINUTE_INTERVALS: readonly number[] = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];

/** The known devices by MN. Replaced as a whole when the list changes. */
export class LinkBook {
  #byMn: ReadonlyMap<string, Hj212Link>;

  /** Throws a RangeError that names the MN when a link cannot be right. */
  constructor(links: readonly Hj212Link[]) {
    this.#byMn = index(links);
  }

  get(mn: string): Hj212Link | undefined {
    return this.#byMn.get(mn);
  }

  /** All or nothing: when one link cannot be right it throws and the old list stays. */
  replace(links: readonly Hj212Link[]): void {
    this.#byMn = index(links);
  }
}

function index(links: readonly Hj212Link[]): ReadonlyMap<string, Hj212Link> {
  const byMn = new Map<string, Hj212Link>();
  for (const link of links) {
    if (byMn.has(link.mn)) throw new RangeError(`MN ${link.mn} is linked twice`);
    const fault = faultOf(link);
    if (fault !== undefined) throw new RangeError(`MN ${link.mn}: ${fault}`);
    byMn.set(link.mn, link);
  }
  return byMn;
}

function faultOf({ mn, minuteInterval, sm4, units = {} }: Hj212Link): string | undefined {
  if (mn === '' || /[;=\s]/.test(mn)) return 'no MN can look like this';
  if (minuteInterval !== undefined && !MINUTE_INTERVALS.includes(minuteInterval)) {
    return `the minute interval must be one of ${MINUTE_INTERVALS.join(', ')}`;
  }
  if (sm4 !== undefined && !/^[\da-f]{32}$/i.test(sm4.key)) return 'an SM4 key has 32 hex digits';
  try {
    for (const parameter of Object.keys(units)) powerOfTen(parameter as Parameter, units);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return undefined;
}
