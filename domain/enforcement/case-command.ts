import { z } from 'zod';
import { MemberId } from '../agreement/member-id.ts';

/** Who speaks: a person in a post of a jurisdiction. */
export const CaseActor = z.strictObject({
  person: z.string().min(1).max(100),
  role: z.string().min(1).max(100),
  jurisdiction: MemberId,
});
export type CaseActor = z.infer<typeof CaseActor>;

const Account = z.string().trim().min(1).max(10_000);
/** Blank is well-formed here: that a reason is wanting is for the rules to say (ENF-8). */
const Reason = z.string().max(10_000);
/** Epoch ms. */
const Instant = z.int().min(0);
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256 in lower-case hex 小写十六进制 SHA-256');

/** A file is known by its digest; the file itself stays with the side that has it (ENF-26). */
export const Attachment = z.strictObject({
  name: z.string().min(1).max(200),
  sha256: Sha256,
  bytes: z.int().min(0),
});
export type Attachment = z.infer<typeof Attachment>;
const attachments = z.array(Attachment).max(100).default([]);

/** What gave rise to the case: an upwind alert, a trace or a complaint, by its id there. */
export const Grounds = z.strictObject({
  kind: z.enum(['alert', 'trace', 'complaint']),
  id: z.string().min(1).max(200),
});
export type Grounds = z.infer<typeof Grounds>;

/** Who inspects; the certificate is the one that the law wants shown (Administrative Penalty Law, art. 55). */
export const Officer = z.strictObject({
  name: z.string().min(1).max(100),
  jurisdiction: MemberId,
  certificate: z.string().min(1).max(100),
});
export type Officer = z.infer<typeof Officer>;
const officers = z.array(Officer).min(1).max(50);

/** Levels of environmental accidents: I extraordinary, II major, III larger, IV general. */
export const AccidentLevel = z.enum(['I', 'II', 'III', 'IV']);
export type AccidentLevel = z.infer<typeof AccidentLevel>;

const said = {
  by: CaseActor,
  /** The version of the case that the speaker has seen; checked when given (ENF-4). */
  expectedVersion: z.int().min(0).exactOptional(),
};
const accident = z.string().min(1).max(20);
const obligation = z.string().min(1).max(300);

/** What people may ask of a case. Instants are epoch ms, distances km, money yuan. */
export const CaseCommand = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('open'),
    ...said,
    case: z.string().min(1).max(100),
    grounds: Grounds,
    /** `borderKm`: how far the site is from the nearer border of the two sides; null where unknown. */
    site: z.strictObject({ name: z.string().min(1).max(200), borderKm: z.number().min(0).nullable() }),
    account: Account,
    /** A drill: everything of the case says so. */
    exercise: z.literal(true).exactOptional(),
    attachments,
  }),
  z.strictObject({ type: z.literal('refer'), ...said, to: MemberId, reason: Reason, attachments }),
  z.strictObject({ type: z.literal('accept'), ...said, attachments }),
  z.strictObject({ type: z.literal('decline'), ...said, reason: Reason, attachments }),
  z.strictObject({ type: z.literal('withdraw'), ...said, reason: Reason }),
  z.strictObject({
    type: z.literal('decide'),
    ...said,
    owner: MemberId,
    /** Where the case goes on; a new owner always begins with the inspection. */
    resume: z.enum(['inspection', 'where_it_was']),
    reason: Reason,
    attachments,
  }),
  z.strictObject({ type: z.literal('call_inspection'), ...said, reason: Reason }),
  z.strictObject({
    type: z.literal('inspect'),
    ...said,
    visitedAt: Instant,
    officers,
    account: Account,
    attachments,
  }),
  z.strictObject({
    type: z.literal('find'),
    ...said,
    violation: z.boolean(),
    account: Account,
    /** Wanted where no violation was found. */
    reason: Reason,
    attachments,
  }),
  z.strictObject({
    type: z.literal('order'),
    ...said,
    account: Account,
    servedAt: Instant,
    /** Proof of service (送达回证). */
    receipt: Attachment,
    /** Time limit from the service, calendar days; null: the usual one of the agreement. */
    days: z.int().min(1).max(3_650).nullable(),
    /** The original fine, where the daily one is announced; null where it is not. */
    dailyFineYuan: z.int().min(1).nullable(),
    attachments,
  }),
  z.strictObject({ type: z.literal('report_rectified'), ...said, account: Account, attachments }),
  z.strictObject({
    type: z.literal('recheck'),
    ...said,
    visitedAt: Instant,
    officers,
    result: z.enum(['rectified', 'continuing']),
    account: Account,
    attachments,
  }),
  z.strictObject({ type: z.literal('freeze'), ...said }),
  z.strictObject({ type: z.literal('sign'), ...said, hash: Sha256 }),
  z.strictObject({ type: z.literal('amend'), ...said, account: Account, reason: Reason, attachments }),
  z.strictObject({ type: z.literal('dispute'), ...said, reason: Reason, attachments }),
  z.strictObject({
    type: z.literal('decide_listing'),
    ...said,
    /** Until when the case has to be closed; null: it is not listed. */
    until: Instant.nullable(),
    reason: Reason,
  }),
  z.strictObject({
    type: z.literal('report_accident'),
    ...said,
    level: AccidentLevel,
    /** When the reporting side learned of it: the clocks run from there. */
    knownAt: Instant,
    account: Account,
    attachments,
  }),
  z.strictObject({ type: z.literal('give_notice'), ...said, accident, to: MemberId }),
  z.strictObject({ type: z.literal('verify_accident'), ...said, accident, account: Account, attachments }),
  z.strictObject({ type: z.literal('pause'), ...said, obligation, reason: z.string().min(1).max(100) }),
  z.strictObject({ type: z.literal('resume'), ...said, obligation }),
]);
export type CaseCommand = z.infer<typeof CaseCommand>;
export type CaseCommandType = CaseCommand['type'];
export type CaseCommandOf<Type extends CaseCommandType> = Extract<CaseCommand, { readonly type: Type }>;
