/** Where observations are created (OGC 18-088 section 14.2.1); the id stands in the middle level. */
export const OBSERVATIONS_FILTER = 'v1.1/+/Observations';

/**
 * The id in `Datastreams(42)` or `Datastreams('a''b')`, without its quotes (OData doubles a quote inside them); undefined for
 * anything else.
 */
export function datastreamId(entity: string): string | undefined {
  const [, quoted, plain] = /^Datastreams\((?:'((?:[^']|'')+)'|([\w.:-]+))\)$/.exec(entity) ?? [];
  const id = quoted?.replaceAll("''", "'") ?? plain;
  return id === undefined || id.length > 128 ? undefined : id;
}

/** The middle level of `v1.1/Datastreams(42)/Observations`; undefined for another topic. */
export function observationEntity(topic: string): string | undefined {
  return /^v1\.1\/([^/]+)\/Observations$/.exec(topic)?.[1];
}

/** Every way to write the topic of a datastream's Observations; none for an id that no topic can hold. */
export function observationTopics(id: string): readonly string[] {
  if (/[+#/\p{Cc}]/u.test(id)) return [];
  const quoted = `'${id.replaceAll("'", "''")}'`;
  const entities = /^[\w.:-]+$/.test(id) ? [id, quoted] : [quoted];
  return entities.map((entity) => `v1.1/Datastreams(${entity})/Observations`);
}
