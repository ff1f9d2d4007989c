import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { DayForecast } from '../../domain/forecast/forecast.ts';
import { addScores, NO_SCORES, type ScoreSums, scoreOf } from '../../domain/forecast/score.ts';
import { canonicalJson } from '../canonical-json.ts';
import type {
  ForecastDay,
  ForecastFate,
  ForecastQuery,
  ForecastStore,
  LeadScore,
  ObservedDay,
  ReceivedForecast,
} from '../forecasts.ts';
import type { Json } from '../ledger.ts';
import { asStoreError, inTransaction, openDatabase } from './database.ts';
import { SCORE_COLUMNS, scoreColumns, scoreFromRow } from './score-columns.ts';

const APPLICATION_ID = 0x4c_46_66_63;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS issues (
  city TEXT NOT NULL,
  issuer TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  days TEXT NOT NULL,
  PRIMARY KEY (issuer, city, issued_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS forecast_days (
  day INTEGER NOT NULL,
  city TEXT NOT NULL,
  issuer TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  lead INTEGER NOT NULL,
  aqi INTEGER,
  forecast TEXT NOT NULL,
  observed INTEGER,
  PRIMARY KEY (day, city, issuer, issued_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS scores (
  day INTEGER NOT NULL,
  issuer TEXT NOT NULL,
  lead INTEGER NOT NULL,
  ${SCORE_COLUMNS.map((column) => `${column} INTEGER NOT NULL`).join(',\n  ')},
  PRIMARY KEY (day, issuer, lead)
) STRICT, WITHOUT ROWID;
`;
const FIRST = Number.MIN_SAFE_INTEGER;
const LAST = Number.MAX_SAFE_INTEGER;

/** Forecasts and running sums of their scores in one SQLite file (WAL, synchronous=FULL). */
export class SqliteForecasts implements ForecastStore {
  readonly #database: DatabaseSync;
  readonly #issue: StatementSync;
  readonly #newest: StatementSync;
  readonly #addIssue: StatementSync;
  readonly #addDay: StatementSync;
  readonly #list: StatementSync;
  readonly #ofDay: StatementSync;
  readonly #setObserved: StatementSync;
  readonly #score: StatementSync;
  readonly #setScore: StatementSync;
  readonly #scores: StatementSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.#issue = database.prepare('SELECT days FROM issues WHERE issuer = ? AND city = ? AND issued_at = ?');
    this.#newest = database.prepare('SELECT max(issued_at) AS newest FROM issues WHERE issuer = ? AND city = ?');
    this.#addIssue = database.prepare('INSERT INTO issues VALUES (?, ?, ?, ?, ?)');
    this.#addDay = database.prepare('INSERT INTO forecast_days VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)');
    this.#list = database.prepare(`SELECT * FROM forecast_days
      WHERE day BETWEEN ? AND ? AND (?3 IS NULL OR city = ?3) AND (?4 IS NULL OR issuer = ?4)
        AND (day, city, issuer, issued_at) > (?5, ?6, ?7, ?8)
      ORDER BY day, city, issuer, issued_at LIMIT ?9`);
    this.#ofDay = database.prepare(`SELECT issuer, issued_at, lead, aqi, observed FROM forecast_days
      WHERE day = ? AND city = ? AND received_at < ? AND aqi IS NOT NULL`);
    this.#setObserved = database.prepare(
      'UPDATE forecast_days SET observed = ? WHERE day = ? AND city = ? AND issuer = ? AND issued_at = ?',
    );
    this.#score = database.prepare('SELECT * FROM scores WHERE day = ? AND issuer = ? AND lead = ?');
    this.#setScore = database.prepare(
      `INSERT OR REPLACE INTO scores VALUES (?, ?, ?, ${SCORE_COLUMNS.map(() => '?').join(', ')})`,
    );
    const sums = SCORE_COLUMNS.map((column) => `sum(${column}) AS ${column}`);
    this.#scores = database.prepare(`SELECT issuer, lead, ${sums.join(', ')} FROM scores
      WHERE day BETWEEN ? AND ? AND (?3 IS NULL OR issuer = ?3) AND (?4 IS NULL OR lead = ?4)
      GROUP BY issuer, lead HAVING sum(forecasts) > 0 ORDER BY issuer, lead`);
  }

  /** Creates the file when absent, except with `readOnly`; `:memory:` keeps nothing. */
  static open(options: { readonly path: string; readonly readOnly?: boolean }): SqliteForecasts {
    return new SqliteForecasts(openDatabase({ ...options, applicationId: APPLICATION_ID, schema: SCHEMA }));
  }

  async add(forecasts: readonly ReceivedForecast[]): Promise<ForecastFate[]> {
    return asStoreError(() => inTransaction(this.#database, () => forecasts.map((forecast) => this.#addOne(forecast))));
  }

  async list(query: ForecastQuery): Promise<ForecastDay[]> {
    const { city = null, issuer = null, from = FIRST, to = LAST, after, limit } = query;
    const behind = [after?.day ?? FIRST, after?.city ?? '', after?.issuer ?? '', after?.issuedAt ?? FIRST];
    return asStoreError(() => this.#list.all(from, to, city, issuer, ...behind, limit)).map(dayFromRow);
  }

  async newestIssue(issuer: string, city: string): Promise<number | undefined> {
    const newest = asStoreError(() => this.#newest.get(issuer, city))?.['newest'];
    return typeof newest === 'number' ? newest : undefined;
  }

  async observe(days: readonly ObservedDay[]): Promise<number> {
    const run = () => days.reduce((changed, day) => changed + this.#observeOne(day), 0);
    return asStoreError(() => inTransaction(this.#database, run));
  }

  async scores(query: Parameters<ForecastStore['scores']>[0]): Promise<LeadScore[]> {
    const { issuer = null, lead = null, from = FIRST, to = LAST } = query;
    return asStoreError(() => this.#scores.all(from, to, issuer, lead)).map((row) => ({
      issuer: String(row['issuer']),
      lead: Number(row['lead']),
      sums: scoreFromRow(row),
    }));
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }

  #addOne({ city, issuer, issuedAt, issuedDay, receivedAt, days }: ReceivedForecast): ForecastFate {
    const text = canonicalJson(days as unknown as Json);
    const known = this.#issue.get(issuer, city, issuedAt);
    if (known !== undefined) return known['days'] === text ? 'same' : 'conflict';
    this.#addIssue.run(city, issuer, issuedAt, receivedAt, text);
    for (const day of days) {
      const key = [day.day, city, issuer, issuedAt] as const;
      this.#addDay.run(...key, receivedAt, day.day - issuedDay, day.aqi, JSON.stringify(day));
    }
    return 'new';
  }

  /** Each change of a score and of its sum in the one transaction: neither is ever without the other. */
  #observeOne({ city, day, endAt, aqi: observed }: ObservedDay): number {
    let changed = 0;
    for (const row of this.#ofDay.all(day, city, endAt)) {
      const [issuer, lead, aqi] = [String(row['issuer']), Number(row['lead']), Number(row['aqi'])];
      const before = numberOrNull(row['observed']);
      if (before === observed) continue;
      let sums = this.#sumsOf(day, issuer, lead);
      if (before !== null) sums = addScores(sums, scoreOf(aqi, before), -1);
      if (observed !== null) sums = addScores(sums, scoreOf(aqi, observed));
      this.#setScore.run(day, issuer, lead, ...scoreColumns(sums));
      this.#setObserved.run(observed, day, city, issuer, Number(row['issued_at']));
      changed += 1;
    }
    return changed;
  }

  #sumsOf(day: number, issuer: string, lead: number): ScoreSums {
    const row = this.#score.get(day, issuer, lead);
    return row === undefined ? NO_SCORES : scoreFromRow(row);
  }
}

function dayFromRow(row: Record<string, SQLOutputValue>): ForecastDay {
  return {
    city: String(row['city']),
    issuer: String(row['issuer']),
    issuedAt: Number(row['issued_at']),
    receivedAt: Number(row['received_at']),
    lead: Number(row['lead']),
    forecast: JSON.parse(String(row['forecast'])) as DayForecast,
    observed: numberOrNull(row['observed']),
  };
}

function numberOrNull(value: SQLOutputValue | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}
