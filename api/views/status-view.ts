import { formatIso } from '../../domain/time.ts';
import type { StationStatus } from '../contract.ts';
import type { Standing } from '../deps.ts';

export function statusView({ text, at, state }: NonNullable<Standing['status']>): StationStatus {
  return { text, at: formatIso(at), state: state ?? null };
}
