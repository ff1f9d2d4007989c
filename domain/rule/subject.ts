/** What a rule watches. A pair of neighbouring cities is named `<from>><to>`: the wind carries from the first to the second. */
export interface Subject {
  readonly kind: 'station' | 'city' | 'region' | 'pair';
  readonly id: string;
}
