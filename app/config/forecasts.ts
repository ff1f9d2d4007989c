import { z } from 'zod';
import { RESERVED_ISSUERS } from '../../domain/forecast/forecast.ts';
import type { Forecaster } from '../../ingest/forecast/forecaster-book.ts';
import { uniqueIds } from './unique-ids.ts';

const ForecasterEntry = z.strictObject({
  id: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'letters, digits, dot, hyphen, underscore')
    .meta({ help: '`issuer` of its forecasts, and its user name at the broker.', example: 'bureau' }),
  cities: z
    .array(z.string().min(1))
    .min(1)
    .exactOptional()
    .meta({ help: 'Cities that it may issue for; all of the agreement when absent.' }),
  token: z
    .string()
    .min(20, 'at least 20 characters: whoever has it raises warnings')
    .meta({ help: 'Its bearer token for `POST /api/v1/forecasts` and its password at the broker.', secret: true }),
});

/** The section `forecasts` of the configuration. Whom the rules believe first is the agreement's (`forecasts.issuers`). */
export const Forecasts = z
  .strictObject({
    baseline: z
      .boolean()
      .default(true)
      .meta({ help: 'Make the built-in baseline, marked `baseline`, for every city (docs/guide/forecasts.md).' }),
    forecasters: z.array(ForecasterEntry).default([]).meta({ help: 'Who may issue forecasts.' }),
  })
  .superRefine(({ forecasters }, context) => {
    uniqueIds(forecasters, 'forecasters', context);
    for (const [index, { id }] of forecasters.entries()) {
      if (!RESERVED_ISSUERS.includes(id)) continue;
      context.addIssue({ code: 'custom', path: ['forecasters', index, 'id'], message: `"${id}" is a name of ours` });
    }
  });
export type Forecasts = z.infer<typeof Forecasts>;

export function forecastersOf({ forecasters }: Forecasts): Forecaster[] {
  return forecasters.map(({ id: issuer, ...entry }) => ({ issuer, ...entry }));
}
