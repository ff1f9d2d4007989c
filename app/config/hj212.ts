import { z } from 'zod';
import { PARAMETERS } from '../../domain/air/parameter.ts';
import { CRC_MODES } from '../../ingest/hj212/frame-reader.ts';
import { type Hj212Link, LinkBook } from '../../ingest/hj212/link-book.ts';
import { CIPHER_ENCODINGS } from '../../ingest/hj212/sm4.ts';
import { GASES_IN_MG, HJ212_UNITS } from '../../ingest/hj212/units.ts';

const Sm4 = z.strictObject({
  key: z.string().meta({ help: 'SM4 key, 32 hex digits.', secret: true }),
  encoding: z.enum(CIPHER_ENCODINGS).default('hex').meta({ help: 'How the ciphertext stands in the frame.' }),
});

const Link = z.strictObject({
  mn: z.string().min(1).meta({ help: 'Device number as the device sends it.' }),
  station: z.string().min(1).meta({ help: 'Id in the stations file.' }),
  password: z.string().exactOptional().meta({
    help: 'PW it must send; without one `hj212.authentication` decides.',
    secret: true,
  }),
  sm4: Sm4.exactOptional(),
  minute_interval: z.int().exactOptional().meta({ help: 'Minutes of a 2051 packet; 10 when absent.' }),
  period_label: z
    .enum(['start', 'end'])
    .exactOptional()
    .meta({ help: 'Which end DataTime is; the standard says start.' }),
  systems: z
    .array(z.string().regex(/^\d{2,3}$/, 'two or three digits'))
    .exactOptional()
    .meta({ help: 'System types (ST) whose values are ambient air; 22 and 39 when absent.' }),
  gases_in_mg: z.boolean().default(false).meta({ help: 'SO2, NO2 and O3 come in mg/m³ instead of µg/m³.' }),
  units: z
    .partialRecord(z.enum(PARAMETERS), z.enum(HJ212_UNITS))
    .exactOptional()
    .meta({ help: `Unit of single parameters: ${HJ212_UNITS.join(', ')}.` }),
});

const Tls = z.strictObject({
  certificate: z.string().min(1).meta({ help: 'PEM file of our certificate, relative to this file.' }),
  key: z.string().min(1).meta({ help: 'PEM file of its private key, relative to this file.' }),
});

/** The section `hj212` of the configuration. */
export const Hj212 = z
  .strictObject({
    host: z.string().default('127.0.0.1').meta({ help: 'Address the HJ 212 gateway listens on.' }),
    port: z.int().min(0).max(65_535).default(2120).meta({ help: 'Port of the HJ 212 gateway; 0 takes a free one.' }),
    tls: Tls.exactOptional(),
    authentication: z.enum(['none', 'required']).default('none').meta({
      help: 'Whether the PW of links without `password` must be a credential (docs/guide/credentials.md).',
    }),
    crc: z.enum(CRC_MODES).default('strict').meta({ help: 'Which checksums are taken (docs/guide/hj212.md).' }),
    max_segment_bytes: z.int().min(64).max(9_999).default(4_096).meta({ help: 'Longest data segment taken.' }),
    max_connections: z.int().min(1).default(10_000).meta({ help: 'Beyond it a new connection is turned away.' }),
    links: z.array(Link).default([]).meta({ help: 'Which station each device belongs to.' }),
  })
  .superRefine(({ links }, context) => {
    try {
      new LinkBook(links.map(linkOf));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      context.addIssue({ code: 'custom', path: ['links'], message });
    }
  });
export type Hj212 = z.infer<typeof Hj212>;

/** A link of the configuration in the gateway's words. */
export function linkOf(link: Hj212['links'][number]): Hj212Link {
  const { minute_interval: minuteInterval, period_label: periodLabel, gases_in_mg: gasesInMg, units, ...same } = link;
  return {
    ...same,
    ...(minuteInterval !== undefined && { minuteInterval }),
    ...(periodLabel !== undefined && { periodLabel }),
    ...((gasesInMg || units !== undefined) && { units: { ...(gasesInMg && GASES_IN_MG), ...units } }),
  };
}
