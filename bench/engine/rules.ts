import { Rule } from '../../domain/rule/rule.ts';

const message = { zh: '{subject} {value}', en: '{subject} {value}' };

/** Twenty rules on every station, some on every city and on the region, as a full agreement has them. */
export function engineRules(): Rule[] {
  const limits = (
    [
      ['pm25', 115],
      ['pm25', 150],
      ['pm10', 250],
      ['so2', 500],
      ['no2', 200],
      ['o3', 200],
      ['co', 10],
    ] as const
  ).map(([quantity, above]) =>
    rule(
      `hour-${quantity}-${above}`,
      'station',
      { kind: 'threshold', quantity, above, clear: above * 0.8 },
      { for_hours: 2 },
    ),
  );
  const means = (
    [
      ['pm25', '24h', 75],
      ['pm25', '24h', 150],
      ['pm10', '24h', 150],
      ['o3', '8h', 160],
      ['co', '24h', 4],
      ['no2', '24h', 80],
    ] as const
  ).map(([quantity, over, above]) =>
    rule(`${over}-${quantity}-${above}`, 'station', { kind: 'threshold', quantity, over, above, clear: above * 0.9 }),
  );
  const indices = [100, 150, 200, 300].map((above) =>
    rule(`aqi-${above}`, 'station', { kind: 'threshold', quantity: 'aqi', above, clear: above - 10 }),
  );
  const other = [
    rule('rise', 'station', { kind: 'rise', quantity: 'pm25', by: 100, in_hours: 3 }),
    rule('absent', 'station', { kind: 'absent', hours: 3 }),
    rule('both', 'station', {
      kind: 'all',
      of: [
        { kind: 'threshold', quantity: 'pm25', above: 150 },
        { kind: 'threshold', quantity: 'co', above: 1 },
      ],
    }),
  ];
  const cities = [150, 200, 300].flatMap((above) => [
    rule(`city-${above}`, 'city', { kind: 'threshold', quantity: 'aqi', above, clear: above - 20 }, { for_hours: 2 }),
    rule(`city-24h-${above}`, 'city', { kind: 'threshold', quantity: 'aqi', over: '24h', above, clear: above - 20 }),
  ]);
  const region = [150, 200].map((above) =>
    rule(`region-${above}`, 'region', {
      kind: 'quorum',
      of: 'city',
      when: { kind: 'threshold', quantity: 'aqi', above },
      at_least: 4,
      contiguous: 3,
    }),
  );
  return [...limits, ...means, ...indices, ...other, ...cities, ...region];
}

function rule(id: string, on: Rule['on'], when: object, more: object = {}): Rule {
  return Rule.parse({ id, on, when, message, priority: 3, ...more });
}
