import { HJ633_2012 } from './hj633-2012.ts';
import { HJ633_2026 } from './hj633-2026.ts';
import type { Edition, IndexStandard } from './index-standard.ts';

/** HJ 633-2026 is in force since 2026-03-01 00:00 Asia/Shanghai and repeals HJ 633-2012 from then on. */
const IN_FORCE_2026 = Date.UTC(2026, 1, 28, 16);

/** The edition in force on the date (Asia/Shanghai) of the instant, epoch ms. */
export function editionFor(at: number): Edition {
  return at >= IN_FORCE_2026 ? '2026' : '2012';
}

export function standardOf(edition: Edition): IndexStandard {
  return edition === '2026' ? HJ633_2026 : HJ633_2012;
}
