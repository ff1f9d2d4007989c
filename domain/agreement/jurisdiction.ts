import { z } from 'zod';
import { Text } from '../rule/text.ts';
import { MemberId } from './member-id.ts';

/** From the highest down; an office coordinates a region and governs no territory. */
export const LEVELS = ['nation', 'office', 'province', 'city'] as const;
export type Level = (typeof LEVELS)[number];

const shared = {
  id: MemberId.meta({ help: 'Unique in the agreement. 在协议内唯一。', example: 'beijing' }),
  name: Text.meta({ help: 'Name in both languages. 中英文名称。' }),
  code: z
    .string()
    .regex(/^\d{6}$/, 'six digits 六位数字')
    .exactOptional()
    .meta({ help: 'GB/T 2260 code, in quotes. 行政区划代码，加引号。', example: '110000' }),
};
const superior = MemberId.meta({
  help: 'Jurisdiction above: hears of silence and settles disputes. 上级辖区，逾期上报与争议裁决的去处。',
});

const Nation = z.strictObject({ level: z.literal('nation'), ...shared });
const Office = z.strictObject({ level: z.literal('office'), ...shared, superior });
const Province = z.strictObject({ level: z.literal('province'), ...shared, superior });
const City = z.strictObject({
  level: z.literal('city'),
  ...shared,
  id: shared.id.meta({ help: 'As in the `city` column of the stations file. 与站点表 `city` 列一致。' }),
  superior,
  neighbours: z
    .union([z.array(MemberId), z.literal('from_geometry')])
    .default([])
    .meta({
      help: 'Member cities that border on it, said by both sides; `from_geometry`: those that its polygon touches. 相邻成员城市，须双方互认；`from_geometry` 表示由边界推出。',
    }),
});

/** One node of the hierarchy: a bureau with people on duty and a superior. */
export const Jurisdiction = z.discriminatedUnion('level', [Nation, Office, Province, City]);
export type Jurisdiction = z.infer<typeof Jurisdiction>;
export type City = z.infer<typeof City>;

/** The member cities, in the order of the file. */
export function citiesOf(jurisdictions: readonly Jurisdiction[]): City[] {
  return jurisdictions.filter((one) => one.level === 'city');
}

/** Ids of the cities that border on it; none while `from_geometry` has not been resolved. */
export function neighboursOf(city: City): readonly string[] {
  return city.neighbours === 'from_geometry' ? [] : city.neighbours;
}
