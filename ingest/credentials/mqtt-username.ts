/**
 * The station's id; from the second generation on followed by `@` and the generation, because Mosquitto knows one password
 * for a user and a rotation has to leave the old one valid for a while.
 */
export function mqttUsername(credential: { readonly station: string; readonly generation: number }): string {
  const { station, generation } = credential;
  return generation === 1 ? station : `${station}@${generation}`;
}

/** The station that a user name means. `isStation` decides first: an id may itself look like one with a generation. */
export function stationOfUsername(username: string, isStation: (id: string) => boolean): string {
  return isStation(username) ? username : username.replace(/@\d+$/, '');
}
