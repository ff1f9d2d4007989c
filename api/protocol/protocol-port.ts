import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import type { VersionInForce } from '../../domain/agreement/agreement-versions.ts';
import type { CaseCommand } from '../../domain/enforcement/case-command.ts';
import type { CaseState } from '../../domain/enforcement/case-state.ts';
import type { Grade } from '../../domain/grade/grade.ts';
import type { Text } from '../../domain/rule/text.ts';
import type { By } from '../../domain/warning/actor.ts';
import type { Warning } from '../../domain/warning/warning.ts';
import type { Propose, WarningCommand } from '../../domain/warning/warning-command.ts';

/** Somebody who may speak for a jurisdiction: post and place are the agreement's, the name is for other people of the agreement. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly jurisdiction: string;
}

/** One recorded event with its place in the chain; times in epoch ms. */
export interface LedgerEntry {
  readonly seq: number;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly at: number;
  readonly recordedAt: number;
  readonly data: { readonly [key: string]: unknown };
  readonly hash: string;
  readonly previousHash: string;
}

export interface LedgerSource {
  /** seq > after, in order, at most `limit`; an empty answer means there are no more. */
  read(query: {
    readonly after: number;
    readonly limit: number;
    readonly stream?: string;
  }): Promise<readonly LedgerEntry[]>;
  lastSeq(): Promise<number>;
}

export interface ProtocolRefusal {
  readonly rule: string;
  readonly reason: Text;
}

/** What became of a command. `version`: of the warning or case now; `last`: what was done last, for whoever came second. */
export type CommandOutcome<State> =
  | {
      readonly outcome: 'done';
      readonly state: State;
      readonly events: readonly LedgerEntry[];
      /** The key was carried out before: nothing new has happened. */
      readonly repeated: boolean;
    }
  | {
      readonly outcome: 'refused';
      readonly refusal: ProtocolRefusal;
      readonly version: number;
      readonly last?: { readonly type: string; readonly by: By; readonly at: number };
    };

type Unnamed<Beginning, Id extends keyof Beginning> = Omit<Beginning, Id> & { readonly [Name in Id]?: Beginning[Name] };
type Open = Extract<CaseCommand, { readonly type: 'open' }>;

/** As people give them: whoever begins a warning or a case does not number it. */
export type WarningOrder = Exclude<WarningCommand, Propose> | Unnamed<Propose, 'warning'>;
export type CaseOrder = Exclude<CaseCommand, Open> | Unnamed<Open, 'case'>;

/** A notice on the page of one jurisdiction; times in epoch ms. */
export interface NoticeRecord {
  readonly id: string;
  readonly jurisdiction: string;
  readonly event: string;
  readonly subject: { readonly kind: 'warning' | 'case'; readonly id: string };
  readonly seq: number;
  readonly at: number;
  readonly message: Text;
  readonly dueAt: number | null;
  readonly state: 'queued' | 'sent' | 'read' | 'answered';
  readonly exercise: boolean;
}

export interface NoticeSource {
  /** The newest first. */
  list(query: {
    readonly jurisdiction?: string;
    readonly state?: NoticeRecord['state'];
    readonly limit: number;
  }): readonly NoticeRecord[];
  get(id: string): NoticeRecord | undefined;
  /** Not read or answered yet. */
  unread(jurisdiction?: string): number;
  /** Records that a person of its jurisdiction has read it; the notice as it stands then. */
  read(id: string, by: Pick<Person, 'role' | 'jurisdiction'> & { readonly person: string }): Promise<NoticeRecord>;
}

/** The grade that the air of a city or the region gives; times in epoch ms. */
export interface GradeRecord {
  readonly subject: { readonly kind: 'city' | 'region'; readonly id: string };
  readonly grade: Grade;
  readonly since: number;
  readonly reason: string;
  readonly notice: 'ozone' | 'dust' | null;
  readonly details:
    | { readonly basis?: 'observed' | 'forecast' | 'both'; readonly cities?: readonly string[] }
    | undefined;
  readonly seq: number;
}

/** All states of one kind as folded from the ledger. */
interface Proceedings<State> {
  get(id: string): State | undefined;
  /** The oldest first. */
  all(): readonly State[];
}

/** The protocols as people reach them; `app/` puts it together of the coordination service, the ledger and the configuration. */
export interface ProtocolPort {
  /** The whole installation is a drill: whatever begins here is an exercise. */
  readonly exercise: boolean;
  /** Empty: nobody may give commands. */
  readonly people: readonly Person[];
  /** In time that does not tell how much of the token is right. */
  personOf(token: string): Person | undefined;
  /** Who may read warnings, cases, ledger and notices (PRO-3). */
  readonly reading: 'open' | 'people' | 'closed';
  /** The version in force now, or the newest where none is. */
  agreement(): AgreementFile;
  readonly versions: readonly VersionInForce[];
  readonly warnings: Proceedings<Warning>;
  readonly cases: Proceedings<CaseState>;
  warn(order: {
    readonly id?: string;
    readonly command: WarningOrder;
    readonly key?: string;
  }): Promise<CommandOutcome<Warning>>;
  act(order: {
    readonly id?: string;
    readonly command: CaseOrder;
    readonly key?: string;
  }): Promise<CommandOutcome<CaseState>>;
  readonly ledger: LedgerSource;
  grades(): readonly GradeRecord[];
  /** Absent: nobody keeps them, and their addresses are not there. */
  readonly notices?: NoticeSource;
}
