import { z } from 'zod';

/** When an hour is judged, and how long afterwards what comes late may still correct it. */
export const Lateness = z.strictObject({
  late_hours: z.int().min(0).max(72).default(1).meta({
    help: 'An open hour is closed by a reading this many hours newer than the next one (EVA-2). 新数据超前多少小时即关闭该小时。',
  }),
  close_after_minutes: z.int().min(0).max(1440).default(20).meta({
    help: 'An hour is closed this long after its end at the latest (EVA-3) ... 最迟在小时结束后多久关闭……',
  }),
  quiet_seconds: z.int().min(0).max(86_400).default(60).meta({
    help: '... once nothing of it has come for this long. ……且其后多久无新数据。',
  }),
  window_hours: z.int().min(1).max(8_760).default(72).meta({
    help: 'A reading that comes more than this long after its period is stored and marked as late (LAT-5). 读数晚于其时段这么久即只存储并标记迟到。',
  }),
});
export type Lateness = z.infer<typeof Lateness>;
