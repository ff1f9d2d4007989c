import { z } from 'zod';

/** Id of a region or jurisdiction; a city's is a level of the MQTT topic and the `city` column of the stations file. */
export const MemberId = z
  .string()
  .regex(/^[^/+#>\s]+$/, 'no spaces and none of / + # > (it is a level of an MQTT topic) 不得含空格和 / + # >');
