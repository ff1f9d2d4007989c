import { z } from '@hono/zod-openapi';
import { POLLUTANTS } from '../domain/air/parameter.ts';
import { FORECAST_VALUES } from '../domain/forecast/forecast.ts';

/** Forecasts on the wire, version 1 of the public contract. */
const Time = z.iso.datetime({ offset: true }).openapi({ example: '2026-11-22T14:00:00+08:00' });
const Day = z.iso.date().openapi({ example: '2026-11-23' });
const Figure = z.number().nullable().openapi({ description: 'null: nothing to divide.' });

/** Where a forecast comes from: an issuer outside, or the program itself. */
const Kind = z.enum(['issued', 'baseline']).openapi({
  description: '`baseline`: the built-in one (persistence with the shape of the day), nobody’s judgement.',
});

export const ForecastView = z
  .object({
    city: z.string(),
    day: Day,
    issuer: z.string(),
    kind: Kind,
    issuedAt: Time,
    receivedAt: Time,
    lead: z.number().int().openapi({ description: 'Days from the day of issue.' }),
    aqi: z.number().int().nullable().openapi({ description: 'The AQI that counts.' }),
    aqiBasis: z.enum(['given', 'values', 'range']).nullable(),
    aqiLow: z.number().int().optional(),
    aqiHigh: z.number().int().optional(),
    values: z.partialRecord(z.enum(FORECAST_VALUES), z.number()),
    primary: z.array(z.enum(POLLUTANTS)),
    observed: z.number().int().nullable().openapi({ description: 'The daily AQI it is scored against, once it is.' }),
  })
  .openapi('Forecast');
export type ForecastView = z.infer<typeof ForecastView>;

export const ForecastScore = z
  .object({
    issuer: z.string(),
    kind: Kind,
    lead: z.number().int(),
    forecasts: z.number().int(),
    mae: Figure,
    meanError: Figure,
    events: z.array(
      z.object({
        above: z.number().int().openapi({ description: 'AQI above which a day is an event.' }),
        hits: z.number().int(),
        misses: z.number().int(),
        falseAlarms: z.number().int(),
        correctNegatives: z.number().int(),
        pod: Figure,
        far: Figure,
        csi: Figure,
        bias: Figure,
      }),
    ),
  })
  .openapi('ForecastScore');
export type ForecastScore = z.infer<typeof ForecastScore>;

/** The answer to pushed forecasts: a verdict for each, in their order. */
export const ForecastPushResult = z
  .object({
    stored: z.number().int(),
    refused: z.number().int(),
    items: z.array(
      z.object({
        index: z.number().int(),
        status: z.enum(['stored', 'refused']),
        fate: z.enum(['duplicate']).optional().openapi({ description: 'It was stored before.' }),
        refusals: z.array(z.object({ code: z.string(), reason: z.string() })).optional(),
      }),
    ),
  })
  .openapi('ForecastPushResult');
export type ForecastPushResult = z.infer<typeof ForecastPushResult>;
