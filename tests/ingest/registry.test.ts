import { describe, expect, it } from 'vitest';
import { StationRegistry } from '../../ingest/registry.ts';
import { station } from './samples.ts';

describe('StationRegistry', () => {
  it('finds a station by its id, and nothing by a name from Object.prototype', () => {
    const registry = new StationRegistry([station(), station({ id: 'S2' })]);
    expect(registry.get('S2')?.id).toBe('S2');
    expect(registry.get('constructor')).toBeUndefined();
    expect(registry.size).toBe(2);
  });

  it('is replaced as a whole', () => {
    const registry = new StationRegistry([station()]);
    registry.replace([station({ id: 'S3' })]);
    expect(registry.all().map(({ id }) => id)).toEqual(['S3']);
  });

  it('keeps the old list when the new one names a station twice', () => {
    const registry = new StationRegistry([station()]);
    expect(() => registry.replace([station({ id: 'S3' }), station({ id: 'S3' })])).toThrow('S3 is registered twice');
    expect(registry.get('S1')).toBeDefined();
  });
});
