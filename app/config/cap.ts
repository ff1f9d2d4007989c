import { z } from 'zod';

const code = (help: string, example: string) => z.string().min(1).exactOptional().meta({ help, example });

/** The section `cap` of the configuration: in whose name warnings go to systems outside (docs/guide/cap.md). */
export const Cap = z.strictObject({
  sender: z
    .string()
    .regex(/^[^\s,<&]+$/u, 'no space, comma, < or &')
    .exactOptional()
    .meta({
      help: 'Sender of CAP messages, unique in the world: a domain or an address of mail. `<region>.lianfang.invalid` when absent. Never change it: it is part of what later messages refer to.',
      example: 'warnings.office.example',
    }),
  public_url: z
    .url({ protocol: /^https?$/ })
    .exactOptional()
    .meta({
      help: 'Where readers of the feed reach us; links are as they asked when absent.',
      example: 'https://air.example',
    }),
  regional: z.enum(['public', 'members']).exactOptional().meta({
    help: 'Whether regional issues are for the public or the members alone (Air Law, art. 95). When absent: public, unless the coordinator is an office.',
  }),
  contact: z
    .string()
    .min(1)
    .exactOptional()
    .meta({ help: 'Contact in every message.', example: 'duty@office.example' }),
  web: z
    .url({ protocol: /^https?$/ })
    .exactOptional()
    .meta({ help: 'Page about warnings, named in every message.' }),
  unit_codes: z
    .record(z.string(), z.string().regex(/^\d{14}$/, '14 digits'))
    .default({})
    .meta({ help: 'Code of the issuing unit, 14 digits, by id of jurisdiction; the Chinese profile needs them.' }),
  event_types: z
    .strictObject({
      heavy_pollution: code('GB/T 35561 code of heavy pollution, for the Chinese profile.', '11B25'),
      ozone: code('GB/T 35561 code of ozone pollution.', '11B25'),
      dust: code('GB/T 35561 code of dust.', '11B25'),
    })
    .prefault({}),
  polygons: z.boolean().default(false).meta({
    help: "Borders of the cities in every message, from the agreement's `geometry`; names and codes alone when false.",
  }),
  signing_key_file: z.string().min(1).exactOptional().meta({
    help: "PEM file of the RSA or Ed25519 private key of `?signed=1`, relative to this file; the ledger's own key when absent.",
  }),
});
export type Cap = z.infer<typeof Cap>;
