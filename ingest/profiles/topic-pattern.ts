const DEVICE = '{device}';

/** An MQTT topic filter of which one level, `{device}`, names the device. */
export interface TopicPattern {
  /** For the subscription: `tele/+/SENSOR`. */
  readonly filter: string;
  /** The device, or undefined when the topic is not meant. */
  deviceOf(topic: string): string | undefined;
  /** The topics of one device, as a filter; undefined when no topic can hold its name. */
  filterOf(device: string): string | undefined;
}

/** Throws a sentence when the pattern is no filter, or has not exactly one level `{device}`. */
export function topicPattern(pattern: string): TopicPattern {
  const levels = pattern.split('/');
  const place = levels.indexOf(DEVICE);
  if (place < 0 || levels.lastIndexOf(DEVICE) !== place) throw new Error(`exactly one level must be ${DEVICE}`);
  for (const [index, level] of levels.entries()) {
    const plain = index === place || level === '+' || (level === '#' && index === levels.length - 1);
    // MQTT 4.7.1: a wildcard fills its level, and # is the last.
    if (!plain && /[+#{}\0]/.test(level)) throw new Error(`"${level}" is no level of a topic filter`);
  }
  const withDevice = (name: string) => levels.map((level) => (level === DEVICE ? name : level)).join('/');
  return {
    filter: withDevice('+'),
    filterOf: (device) => (device === '' || /[+#/\p{Cc}]/u.test(device) ? undefined : withDevice(device)),
    deviceOf(topic) {
      const given = topic.split('/');
      const fits = levels.every((level, index) => {
        if (level === '#') return true;
        return given[index] !== undefined && (level === '+' || level === DEVICE || level === given[index]);
      });
      const open = levels.at(-1) === '#';
      if (!fits || (!open && given.length !== levels.length)) return undefined;
      return given[place] === '' ? undefined : given[place];
    },
  };
}
