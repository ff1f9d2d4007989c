import { z } from 'zod';

/** Where the borders of the cities come from. */
export const Geometry = z.strictObject({
  file: z
    .string()
    .min(1)
    .meta({ help: 'GeoJSON, relative to this file. GeoJSON 文件，相对本文件。', example: 'cities.geojson' }),
  property: z
    .string()
    .min(1)
    .default('adcode')
    .meta({ help: 'Property of a feature that names its city ... 指明城市的要素属性……' }),
  holds: z.enum(['code', 'id', 'name']).default('code').meta({
    help: '... and what it holds: the code, the id or the Chinese name. ……其内容为代码、id 或中文名。',
  }),
  tolerance_km: z.number().min(0).max(20).default(1).meta({ help: 'Borders this near touch. 相距多近算接壤。' }),
});
export type Geometry = z.infer<typeof Geometry>;
