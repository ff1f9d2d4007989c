/** Keys from the outside in: texts for objects, numbers for arrays. Keys may hold dots (`PM2.5`), so it is a list. */
export type JsonPath = readonly (string | number)[];

/** What stands at the path, undefined when nothing does. Own keys only. */
export function valueAt(json: unknown, path: JsonPath): unknown {
  let value = json;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

/** For messages: `PMS5003.PM2.5`. */
export function pathText(path: JsonPath): string {
  return path.join('.');
}
