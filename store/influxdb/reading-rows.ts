import type { Parameter } from '../../domain/air/parameter.ts';
import type { Flag, Reading } from '../../domain/air/reading.ts';
import { CARRIED_FIELD, carries, SEQ_BIT } from './carried-fields.ts';
import type { Series } from './influx-connection.ts';
import { FIELDS } from './line-protocol.ts';

/** The rows of one answered series as readings, in the server's order; fields that the newest write did not carry are left out. */
export function readingRows(series: Series): Reading[] {
  const column = (name: string) => series.columns.indexOf(name);
  const time = column('time');
  const city = column('city');
  const station = column('station');
  const period = column('period');
  const carriedColumn = column(CARRIED_FIELD);
  const seqColumn = column('seq');
  const fields = FIELDS.map((field) => ({
    ...field,
    value: column(field.parameter),
    flag: column(field.flagField),
  }));

  return series.values.map((row) => {
    const carried = row[carriedColumn];
    const has = (bit: number) => typeof carried !== 'number' || carries(carried, bit);
    const values: Partial<Record<Parameter, number>> = {};
    const flags: Partial<Record<Parameter, Flag>> = {};
    for (const field of fields) {
      const value = row[field.value];
      if (typeof value === 'number' && has(field.valueBit)) values[field.parameter] = value;
      const flag = row[field.flag];
      if (typeof flag === 'string' && has(field.flagBit)) flags[field.parameter] = flag as Flag;
    }
    const reading: Reading = {
      station: String(row[station]),
      city: String(row[city]),
      at: Number(row[time]),
      periodS: Number(row[period]),
      values,
      flags,
    };
    const seq = row[seqColumn];
    return typeof seq === 'number' && has(SEQ_BIT) ? { ...reading, seq } : reading;
  });
}
