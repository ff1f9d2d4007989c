import { DatabaseSync } from 'node:sqlite';
import { StoreUnavailable } from '../timeseries.ts';

export interface DatabaseOptions {
  /** A file, created when absent, or `:memory:`. */
  readonly path: string;
  /** Four bytes in the file's header that say what it holds, so that no store opens another's file. */
  readonly applicationId: number;
  readonly schema: string;
  /** Refuses to write or create; the schema must be there. */
  readonly readOnly?: boolean;
}

const SCHEMA_VERSION = 1;

/** Opens with WAL and synchronous=FULL: a commit is on the disk before it returns. Throws `StoreUnavailable`. */
export function openDatabase(options: DatabaseOptions): DatabaseSync {
  return asStoreError(() => {
    const database = new DatabaseSync(options.path, { readOnly: options.readOnly === true, timeout: 2_000 });
    try {
      checkOwner(database, options);
      if (options.readOnly !== true) {
        database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
        inTransaction(database, () => {
          database.exec(options.schema);
          database.exec(`PRAGMA application_id = ${options.applicationId}; PRAGMA user_version = ${SCHEMA_VERSION}`);
        });
      }
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function checkOwner(database: DatabaseSync, options: DatabaseOptions): void {
  const id = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  const isNew = id === 0 && version === 0 && pragma(database, 'schema_version') === 0;
  if (isNew && options.readOnly !== true) return;
  if (id !== options.applicationId) throw new Error(`${options.path} is not a file of this kind of store`);
  if (version > SCHEMA_VERSION) throw new Error(`${options.path} was written by a newer version of this program`);
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}

/** All or nothing; takes the write lock at once, so that what `run` reads cannot move before it writes. */
export function inTransaction<T>(database: DatabaseSync, run: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = run();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // After some errors (disk full) SQLite has rolled back by itself.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** SQLite's primary result codes that say nothing about our statement: the same call may succeed later. */
const TEMPORARY = new Map([
  [5, 'busy'],
  [6, 'locked'],
  [7, 'out of memory'],
  [8, 'read-only'],
  [10, 'input/output error'],
  [13, 'disk full'],
  [14, 'cannot open'],
]);

/** Runs it and turns SQLite's temporary failures into `StoreUnavailable`. */
export function asStoreError<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
    const reason = code === undefined ? undefined : TEMPORARY.get(code);
    if (reason === undefined) throw error;
    throw new StoreUnavailable(`SQLite: ${reason}`, { cause: error });
  }
}
