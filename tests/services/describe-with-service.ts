import { describe, it } from 'vitest';
import { requireService, type ServiceName, serviceBinary } from './service-binary.ts';

/**
 * A `describe` that needs real services. When one is missing: in CI (`CI` is set) the suite fails, elsewhere it is skipped
 * and its title says why.
 */
export function describeWithService(names: ServiceName | readonly ServiceName[], title: string, fn: () => void): void {
  const needed: readonly ServiceName[] = typeof names === 'string' ? [names] : names;
  const missing = needed.filter((name) => serviceBinary(name) === undefined);
  if (missing.length > 0 && isCi()) {
    describe(title, () => {
      it('has the services it needs', () => {
        for (const name of missing) requireService(name);
      });
    });
    return;
  }
  const reason = missing.length > 0 ? ` (skipped: not installed: ${missing.join(', ')})` : '';
  describe.skipIf(missing.length > 0)(`${title}${reason}`, fn);
}

function isCi(): boolean {
  const ci = process.env['CI'];
  return ci !== undefined && ci !== '' && ci !== 'false';
}
