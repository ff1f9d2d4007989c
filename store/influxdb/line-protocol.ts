import { PARAMETERS, type Parameter } from '../../domain/air/parameter.ts';
import type { Reading } from '../../domain/air/reading.ts';
import { CARRIED_FIELD, flagBit, SEQ_BIT, valueBit } from './carried-fields.ts';

export const MEASUREMENT = 'readings';

const FLAG_SUFFIX = '_flag';

/** Name, flag field's name and bits of each parameter; computed once, as this runs for every value. */
export const FIELDS: readonly {
  readonly parameter: Parameter;
  readonly flagField: string;
  /** What stands before the value in a line. */
  readonly before: string;
  readonly valueBit: number;
  readonly flagBit: number;
}[] = PARAMETERS.map((parameter) => ({
  parameter,
  flagField: `${parameter}${FLAG_SUFFIX}`,
  before: `,${parameter}=`,
  valueBit: valueBit(parameter),
  flagBit: flagBit(parameter),
}));

/**
 * One reading as a line of InfluxDB's line protocol, time in milliseconds: tags city, period, station (in this order, sorted
 * as the server wants it), values as floats, `<parameter>_flag` strings, `seq` and `carries` integers.
 */
export function readingLine(reading: Reading): string {
  const { values, flags, seq } = reading;
  let carried = 0;
  let fields = '';
  for (const field of FIELDS) {
    const value = values[field.parameter];
    if (value === undefined) continue;
    carried += field.valueBit;
    fields += field.before + value;
  }
  for (const _ in flags) {
    for (const field of FIELDS) {
      const flag = flags[field.parameter];
      if (flag === undefined) continue;
      carried += field.flagBit;
      fields += `,${field.flagField}="${flag}"`;
    }
    break;
  }
  if (seq !== undefined) {
    carried += SEQ_BIT;
    fields += `,seq=${seq}i`;
  }
  const tags = `city=${tagValue(reading.city)},period=${reading.periodS},station=${tagValue(reading.station)}`;
  return `${MEASUREMENT},${tags} ${CARRIED_FIELD}=${carried}i${fields} ${reading.at}`;
}

const SPECIAL_IN_TAG = /[ ,=]/;

/** Line breaks and backslashes cannot be escaped: `unstorableReason` refuses them. */
function tagValue(text: string): string {
  return SPECIAL_IN_TAG.test(text) ? text.replaceAll(/[ ,=]/g, '\\$&') : text;
}
