import { z } from 'zod';

/**
 * Id of a region or jurisdiction; a city's is a level of the MQTT topic and the `city` column of the stations file, where names of two
 * words are met (`Greater Noida`).
 */
export const MemberId = z
  .string()
  .regex(
    /^[^/+#>\s]([^/+#>\p{Cc}]*[^/+#>\s])?$/u,
    'none of / + # > and no space at either end (it is a level of an MQTT topic) 不得含 / + # >，首尾不得有空格',
  );
