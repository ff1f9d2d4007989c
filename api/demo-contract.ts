import { z } from '@hono/zod-openapi';

/**
 * Only in the demonstration: people of the invented cluster whose part a visitor may take. Elsewhere the addresses are not there (404).
 *
 * GET  /api/v1/demo/people                  DemoPeople, in the order of the agreement
 * POST /api/v1/demo/people/{id}/take        DemoPeople; the jurisdiction's scripted answers stop, for all its people
 * POST /api/v1/demo/people/{id}/give_back   DemoPeople; they go on
 *
 * The first command that is given with a person's token takes the jurisdiction over too, so a page that only sends commands need not call
 * `take`; until it does, the script may be quicker than the visitor.
 */
const Text = z.object({ zh: z.string(), en: z.string() });

export const DemoPerson = z
  .object({
    id: z.string(),
    name: z.string(),
    role: z.string(),
    roleName: Text,
    jurisdiction: z.string(),
    jurisdictionName: Text,
    token: z.string().openapi({ description: 'Bearer token, made anew at each start and kept in memory only.' }),
    manner: z
      .enum(['prompt', 'slow', 'silent'])
      .openapi({ description: 'How the script answers for the jurisdiction.' }),
    taken: z.boolean().openapi({ description: 'A visitor answers for the jurisdiction; the script is silent.' }),
  })
  .openapi('DemoPerson');
export const DemoPeople = z.object({ items: z.array(DemoPerson) }).openapi('DemoPeople');

export type DemoPerson = z.infer<typeof DemoPerson>;
export type DemoPeople = z.infer<typeof DemoPeople>;
