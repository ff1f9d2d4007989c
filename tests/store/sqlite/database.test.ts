import { describe, expect, it } from 'vitest';
import { asStoreError, inTransaction, openDatabase } from '../../../store/sqlite/database.ts';
import { StoreUnavailable } from '../../../store/timeseries.ts';

const SCHEMA = 'CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT) STRICT';

describe('a full disk', () => {
  it('is StoreUnavailable, leaves nothing of the transaction, and writing goes on when there is room', () => {
    const database = openDatabase({ path: ':memory:', applicationId: 7, schema: SCHEMA });
    const insert = database.prepare('INSERT INTO notes (text) VALUES (?)');
    const write = () =>
      asStoreError(() =>
        inTransaction(database, () => {
          for (let n = 0; n < 100; n++) insert.run('x'.repeat(1_000));
        }),
      );
    const count = () => database.prepare('SELECT count(*) AS notes FROM notes').get()?.['notes'];
    database.exec('PRAGMA max_page_count = 10');
    expect(write).toThrow(StoreUnavailable);
    expect(count()).toBe(0);
    database.exec('PRAGMA max_page_count = 10000');
    write();
    expect(count()).toBe(100);
    database.close();
  });

  it('is not confused with a wrong statement', () => {
    const database = openDatabase({ path: ':memory:', applicationId: 7, schema: SCHEMA });
    const error = () => asStoreError(() => database.exec('INSERT INTO nowhere VALUES (1)'));
    expect(error).toThrow('no such table');
    expect(error).not.toThrow(StoreUnavailable);
    database.close();
  });
});

describe('durability', () => {
  it('is synchronous=FULL in a write-ahead log, so that a commit survives a power cut', () => {
    const database = openDatabase({ path: ':memory:', applicationId: 7, schema: SCHEMA });
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    database.close();
  });
});
