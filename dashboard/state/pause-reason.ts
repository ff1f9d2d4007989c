import type { Clocks } from '../../domain/agreement/clocks.ts';
import { language } from '../words/language.ts';
import { agreement } from './protocol.ts';

/** The name that the agreement in force has for a reason why a clock stands still; the id where it has none. */
export function pauseReasonName(id: string): string {
  const clocks = agreement.body.value?.clocks as Partial<Clocks> | undefined;
  return clocks?.pause_reasons?.find((reason) => reason.id === id)?.name[language.value] ?? id;
}
