import { PARAMETERS } from './parameter.ts';
import type { Reading } from './reading.ts';

/** Whether two readings say the same: every value and every flag other than N. `seq` and city are not what was measured. */
export function sameContent(a: Pick<Reading, 'values' | 'flags'>, b: Pick<Reading, 'values' | 'flags'>): boolean {
  return PARAMETERS.every(
    (parameter) =>
      a.values[parameter] === b.values[parameter] && (a.flags[parameter] ?? 'N') === (b.flags[parameter] ?? 'N'),
  );
}
