import { describe, expect, it } from 'vitest';
import { fromNorth, judged, LEAF, NOW, northerly, type Scene } from './scene.ts';

const named = (scene: Scene) => {
  const { truth, reason, facts } = judged(scene);
  return truth === 'true' ? facts?.['neighbour'] : reason;
};

describe('pollution from a neighbour', () => {
  it('[UPW-1] names the neighbour from which the air came', () => {
    const judgement = judged({});
    expect(judgement).toMatchObject({ kind: 'upwind', truth: 'true', reason: 'upwind', quantity: 'pm25', limit: 75 });
    expect(judgement.facts).toMatchObject({ neighbour: 'c1', stations: 3 });
    const { lag_hours, bearing, distance_km, wind_speed, wind_dir, confidence, value } = judgement.facts as Record<
      string,
      number
    >;
    expect(lag_hours).toBeCloseTo(2.8, 0);
    expect(Math.min(bearing ?? 180, 360 - (bearing ?? 180))).toBeLessThan(15);
    expect(distance_km).toBeGreaterThan(25);
    expect(distance_km).toBeLessThan(35);
    expect(wind_speed).toBeCloseTo(3, 0);
    expect(Math.min(wind_dir ?? 180, 360 - (wind_dir ?? 180))).toBeLessThan(5);
    expect(confidence).toBeGreaterThan(0.8);
    expect(value).toBe(judgement.value);
    expect(value).toBeGreaterThan(220);
    expect(JSON.parse(JSON.stringify(judgement))).toEqual(judgement);
  });

  it('[UPW-1] answers for a station as for its city', () => {
    expect(named({ target: { kind: 'station', station: 1 } })).toBe('c1');
  });

  it.each<[string, Scene]>([
    ['beyond the distance', { leaf: { within_km: 20 } }],
    ['beyond the hours', { leaf: { within_hours: 2 } }],
    ['off the way', { wind: (station, hour) => [3, (northerly(station, hour)[1] + 70) % 360] }],
    ['downwind', { wind: (station, hour) => [3, (northerly(station, hour)[1] + 180) % 360] }],
    ['background stations only', { backgrounds: [3, 4, 5] }],
  ])('[UPW-1] names nobody %s', (_, scene) => {
    expect(['none_upwind', 'no_neighbour_above']).toContain(named(scene));
  });

  it('[UPW-2] needs the neighbour above the limit when the air left it', () => {
    expect(named({ leaf: { above: 400 } })).toBe('target_not_elevated');
    expect(named({ leaf: { above: 240 } })).toBe('no_neighbour_above');
    // The neighbour was high long before the air left, and only then.
    const before = (city: number, hour: number) =>
      city === 1 && hour >= 44 ? 0 : city === 1 && hour > 41 ? 200 : fromNorth(city, hour);
    expect(named({ added: before })).toBe('none_upwind');
  });

  it('[UPW-2] takes an hour that is high alone for an instrument’s', () => {
    const added = (city: number, hour: number) => (city === 1 ? 0 : fromNorth(city, hour));
    expect(named({ added, pm25: (station, hour, value) => (station === 4 && hour === 47 ? 400 : value) })).toBe(
      'none_upwind',
    );
    expect(
      named({ added, pm25: (station, hour, value) => (station === 4 && hour > 45 && hour < 49 ? 400 : value) }),
    ).toBe('c1');
  });

  it('[UPW-3] says nothing of haze over the region or a course of the day', () => {
    const haze = (hour: number) => 150 + 60 * Math.sin((hour * Math.PI) / 12);
    expect(named({ haze, added: () => 0 })).toBe('target_not_elevated');
    expect(named({ haze })).toBe('c1');
  });

  it('[UPW-3] says nothing of a city that is always dirtier', () => {
    expect(named({ added: (city) => (city === 0 ? 70 : city === 1 ? 100 : 0) })).toBe('target_not_elevated');
  });

  it('[UPW-3] says nothing of a neighbour that is merely above the limit', () => {
    const haze = () => 90;
    expect(named({ haze, added: (city, hour) => (city === 0 ? fromNorth(0, hour) : 0) })).toBe('none_upwind');
  });

  it('[UPW-4] refuses in calm wind', () => {
    const calm = judged({ wind: (station, hour) => northerly(station, hour, hour >= NOW ? 0.6 : 3) });
    expect(calm).toMatchObject({ truth: 'unknown', reason: 'calm_wind' });
    expect(calm.facts?.['wind_speed']).toBeLessThan(1);
    expect(named({ wind: (station, hour) => northerly(station, hour, 1.9), leaf: { min_wind: 2.2 } })).toBe(
      'calm_wind',
    );
  });

  it('[UPW-4] takes vanes that all point elsewhere for calm', () => {
    expect(named({ wind: (station, hour) => [1.5, (station * 97 + hour * 31) % 360] })).toBe('calm_wind');
  });

  it('[UPW-4] does not look beyond a calm hour, and does not call that false', () => {
    const wind = (station: number, hour: number) => northerly(station, hour, hour === NOW - 2 ? 0.4 : 3);
    expect(judged({ wind })).toMatchObject({ truth: 'unknown', reason: 'calm_wind' });
  });

  it('[UPW-5] names nobody when the wind turned about', () => {
    // Two hours from the north, before that an hour from the south, then from the north again.
    const turns = (station: number, hour: number) =>
      [3, (northerly(station, hour)[1] + (hour === NOW - 2 || hour === NOW - 3 ? 180 : 0)) % 360] as const;
    expect(judged({ wind: turns, leaf: { within_degrees: 90 } })).toMatchObject({
      truth: 'unknown',
      reason: 'changing_wind',
    });
  });

  it('[UPW-6] follows a wind that turned', () => {
    // First from the east, since three hours ago from the north: the air came round a corner, from c3's side of the north.
    const wind = (station: number, hour: number) =>
      [3, (northerly(station, hour)[1] + (hour < NOW - 2 ? 90 : 0)) % 360] as const;
    const east = (city: number, hour: number) =>
      city === 3 ? fromNorth(1, hour + 1) : city === 0 ? fromNorth(0, hour) : 0;
    expect(named({ wind })).toBe('c1');
    expect(named({ wind, added: east, leaf: { within_degrees: 20 } })).toBe('none_upwind');
  });

  it('[UPW-6] averages directions on both sides of north as vectors', () => {
    const wind = (station: number, hour: number) => [3, (station + hour) % 2 === 0 ? 350 : 10] as const;
    const { facts, truth } = judged({ wind });
    expect(truth).toBe('true');
    expect(Math.min(Number(facts?.['wind_dir']), 360 - Number(facts?.['wind_dir']))).toBeLessThan(6);
    expect(facts?.['wind_speed']).toBeCloseTo(3, 1);
  });

  it('[UPW-7] names nobody below the limit, with the figures', () => {
    expect(judged({ leaf: { min_confidence: 1 } })).toMatchObject({
      truth: 'false',
      reason: 'low_confidence',
      facts: { neighbour: 'c1', target: 's00' },
    });
  });

  it('[UPW-7] is less sure when the series do not match', () => {
    // High at the neighbour for a day already, and only now at the target.
    const long = (city: number, hour: number) =>
      city === 1 && hour >= 34 ? 200 : city === 1 ? 0 : fromNorth(city, hour);
    expect(Number(judged({ added: long }).facts?.['confidence'])).toBeLessThan(
      Number(judged({}).facts?.['confidence']) - 0.02,
    );
  });

  it('[UPW-8] of two on the way names the farther', () => {
    // 70 km at 5 m/s: four hours; 30 km: two.
    const wind = (station: number, hour: number) => northerly(station, hour, 5);
    const added = (city: number, hour: number) =>
      city === 2 ? fromNorth(1, hour + 1) : city === 1 ? 0.6 * fromNorth(1, hour - 1) : fromNorth(city, hour);
    expect(named({ wind, added })).toBe('c2');
    expect(named({ wind, added: (city, hour) => (city === 2 ? 0 : added(city, hour)) })).toBe('c1');
  });

  it('[UPW-9] is not led astray by stuck vanes, cups and calms with a direction', () => {
    const wind = (station: number, hour: number) => {
      const [speed, from] = northerly(station, hour);
      if (station === 0) return [speed, 97] as const;
      if (station === 1) return [0, from] as const;
      if (station === 2) return [hour % 2 === 0 ? 0.1 : 0.2, (hour * 77) % 360] as const;
      return [speed, from] as const;
    };
    expect(named({ wind })).toBe('c1');
  });

  it('[UPW-9] counts weather that stations share once', () => {
    // Twelve stations repeat one easterly; the three of the target and c1 are their own.
    const wind = (station: number, hour: number) =>
      station < 6 ? northerly(station, hour) : ([3 + 0.1 * (hour % 7), 80 + (hour % 11)] as const);
    expect(named({ wind })).toBe('c1');
  });

  it('[UPW-9] leaves out a vane against the agreement of the others', () => {
    const wind = (station: number, hour: number) =>
      station < 3 ? ([3, 170 + ((station * 7 + hour * 3) % 20)] as const) : northerly(station, hour);
    expect(named({ wind })).toBe('c1');
  });

  it('[UPW-10] tells a pair only of its own neighbour', () => {
    expect(named({ target: { kind: 'pair', from: 1, to: 0 } })).toBe('c1');
    expect(judged({ target: { kind: 'pair', from: 2, to: 0 } })).toMatchObject({
      truth: 'false',
      reason: 'another_neighbour',
    });
    expect(named({ target: { kind: 'pair', from: 0, to: 1 } })).toBe('none_upwind');
  });

  it('[UPW-11] refuses without a value or without wind', () => {
    expect(
      judged({ pm25: (station, hour, value) => (station < 3 && hour === NOW ? Number.NaN : value) }),
    ).toMatchObject({
      truth: 'unknown',
      reason: 'no_data',
    });
    expect(judged({ wind: () => [Number.NaN, Number.NaN] })).toMatchObject({ truth: 'unknown', reason: 'no_wind' });
    expect(judged({ wind: (_, hour) => [hour === NOW ? Number.NaN : 3, 0] }).reason).toBe('no_wind');
  });

  it('[UPW-11] refuses an index without its series', () => {
    expect(() => judged({ leaf: { quantity: 'aqi' } })).toThrow(/give its series/);
    expect(LEAF.quantity).toBe('pm25');
  });
});
