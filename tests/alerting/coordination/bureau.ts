import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Answer, Done } from '../../../alerting/coordination/answer.ts';
import { Coordination } from '../../../alerting/coordination/coordination.ts';
import type { CoordinationOptions } from '../../../alerting/coordination/coordination-options.ts';
import { sha256 } from '../../../app/installation/coordination-side.ts';
import type { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import type { CaseCommand } from '../../../domain/enforcement/case-command.ts';
import type { Propose, WarningCommand } from '../../../domain/warning/warning-command.ts';
import type { LedgerEvent } from '../../../store/ledger.ts';
import { SqliteLedger } from '../../../store/sqlite/sqlite-ledger.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { agreementWith, CITIES, instant } from '../../domain/warning/scenario.ts';

export const AGREEMENT = agreementWith();

/** A coordination service over a ledger on disk, on a clock that stands until it is told to go on. */
export class Bureau {
  readonly clock: ManualClock;
  readonly path: string;
  ledger: SqliteLedger;
  agreement: AgreementFile | undefined = AGREEMENT;
  readonly errors: string[] = [];
  readonly recorded: LedgerEvent[] = [];
  options: Partial<CoordinationOptions> = {};
  #coordination: Coordination | undefined;

  private constructor(at: string) {
    const folder = mkdtempSync(join(tmpdir(), 'lianfang-coordination-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    this.clock = new ManualClock(instant(at));
    this.path = join(folder, 'ledger.sqlite');
    this.ledger = SqliteLedger.open({ path: this.path });
  }

  static async open({ at = '2026-11-23 08:00', ...options }: { at?: string } & Partial<CoordinationOptions> = {}) {
    const bureau = new Bureau(at);
    bureau.options = options;
    await bureau.start();
    return bureau;
  }

  get coordination(): Coordination {
    if (this.#coordination === undefined) throw new Error('the bureau is closed');
    return this.#coordination;
  }

  async start(options: Partial<CoordinationOptions> = {}): Promise<void> {
    this.#coordination = await this.another(options);
    this.#coordination.onRecorded((events) => this.recorded.push(...events));
  }

  /** A second program on the same ledger. */
  another(options: Partial<CoordinationOptions> = {}): Promise<Coordination> {
    return Coordination.start({
      ledger: this.ledger,
      clock: this.clock,
      digest: sha256,
      agreementAt: () => this.agreement,
      punctualMs: 5_000,
      outbox: this.ledger,
      onError: (error, doing) => this.errors.push(`${doing}: ${error}`),
      ...this.options,
      ...options,
    });
  }

  /** The program ends and is away for so long. */
  async away(ms: number): Promise<void> {
    await this.coordination.stop();
    await this.clock.pass(ms);
    await this.start();
  }

  /** Done, or the test fails with the reason. */
  async warn(by: WarningCommand['by'], command: Said<WarningCommand>, id?: string): Promise<Done<unknown>> {
    const order = { command: { by, ...command } as WarningCommand };
    return done(await this.coordination.warn(id === undefined ? order : { ...order, id }));
  }

  async act(command: CaseCommand, id?: string): Promise<Done<unknown>> {
    return done(await this.coordination.act(id === undefined ? { command } : { command, id }));
  }

  async all(): Promise<LedgerEvent[]> {
    return this.ledger.read({ after: 0, limit: 100_000 });
  }

  async types(stream: string): Promise<string[]> {
    return (await this.ledger.read({ after: 0, limit: 1_000, stream })).map(({ type }) => type);
  }
}

type Said<Command> = Command extends unknown ? Omit<Command, 'by'> : never;

function done<State>(answer: Answer<State>): Done<State> {
  if (answer.outcome === 'done') return answer;
  throw new Error(`${answer.refusal.rule} ${answer.refusal.reason.en}`);
}

/** Without an id: the service numbers the warning. */
export function proposal(parts: Partial<Propose> = {}): Omit<Propose, 'by'> {
  return {
    type: 'propose',
    warning: '',
    kind: 'colour',
    grade: 'orange',
    cities: CITIES,
    window: { from: instant('2026-11-24 00:00'), to: instant('2026-11-27 00:00') },
    basis: 'forecast',
    reason: 'four neighbours reach orange by the forecast',
    ...parts,
  };
}
