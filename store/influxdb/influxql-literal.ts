/**
 * A text as an InfluxQL string literal. Bind parameters would do this on 1.x and 2.x only: 3.x does not have them on `/query`
 * (influxdata/influxdb issue 24805).
 */
export function textLiteral(text: string): string {
  return `'${text.replaceAll(/[\\'\n]/g, (found) => (found === '\n' ? '\\n' : `\\${found}`))}'`;
}

/** A name, as of a database, as an InfluxQL identifier. */
export function nameLiteral(name: string): string {
  return `"${name.replaceAll(/[\\"\n]/g, (found) => (found === '\n' ? '\\n' : `\\${found}`))}"`;
}
