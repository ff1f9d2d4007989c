import { REFUSAL_CODES, type RefusalCode } from '../refusal.ts';
import type { CloseReason } from './session.ts';

/** Why a connection ended on our side, besides what the session decides. */
export type CutReason = CloseReason | 'does_not_read' | 'credentials_unavailable' | 'shutdown';

/** Plain numbers since the start; monotonic, except `connections`, which is how many there are now. */
export class Hj212Counters {
  connections = 0;
  connectionsAccepted = 0;
  /** Turned away because there were too many. */
  connectionsRefused = 0;
  bytesReceived = 0;
  /** Frames whose check code was right. */
  framesReceived = 0;
  /** 9014 sent, each after its commit. */
  dataAcknowledged = 0;
  /** Other answers and requests of ours, resends included. */
  framesSent = 0;
  requestsDone = 0;
  requestsFailed = 0;
  /** How often reading from a device was stopped because the pipeline was full. */
  pauses = 0;
  /** What of these frames was not taken, by code; those that were no good frame too (`bad_crc`, `bad_frame`). */
  readonly refused = Object.fromEntries(REFUSAL_CODES.map((code) => [code, 0])) as Record<RefusalCode, number>;
  readonly cut: Record<CutReason, number> = {
    idle: 0,
    never_known: 0,
    too_many_refusals: 0,
    rubbish: 0,
    does_not_read: 0,
    credentials_unavailable: 0,
    shutdown: 0,
  };
}
