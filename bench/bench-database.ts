/** A database of its own for one measurement, over InfluxDB 1.x's `/query`. */
export interface BenchDatabase {
  readonly name: string;
  /** Distinct points, and the sum of one field, as the server tells them after the run. */
  contents(): Promise<{ readonly points: number; readonly pm25Sum: number }>;
  drop(): Promise<void>;
}

interface QueryAnswer {
  readonly results?: readonly {
    readonly series?: readonly { readonly values: readonly (readonly (number | string | null)[])[] }[];
    readonly error?: string;
  }[];
}

export async function createBenchDatabase(influxUrl: string, name: string): Promise<BenchDatabase> {
  const query = async (statement: string): Promise<readonly (number | string | null)[]> => {
    const parameters = new URLSearchParams({ db: name, q: statement });
    const response = await fetch(`${influxUrl}/query?${parameters}`, {
      method: 'POST',
      signal: AbortSignal.timeout(60_000),
    });
    const result = ((await response.json()) as QueryAnswer).results?.[0];
    if (!response.ok || result?.error !== undefined)
      throw new Error(`${statement}: ${result?.error ?? response.status}`);
    return result?.series?.[0]?.values[0] ?? [];
  };
  await query(`CREATE DATABASE ${name}`);
  return {
    name,
    async contents() {
      const [, points, sum] = await query('SELECT COUNT(pm25), SUM(pm25) FROM readings');
      return { points: Number(points ?? 0), pm25Sum: Number(sum ?? 0) };
    },
    async drop() {
      await query(`DROP DATABASE ${name}`);
    },
  };
}
