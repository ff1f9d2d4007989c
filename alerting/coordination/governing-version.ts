import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';

/**
 * By which version of the agreement each warning or case is run: the one in force, and where none is, the one that was when something was
 * recorded of it last, however often its clocks have spoken since (COO-7).
 */
export class GoverningVersion {
  readonly #agreementAt: (at: number) => AgreementFile | undefined;
  readonly #last = new Map<string, AgreementFile>();

  constructor(agreementAt: (at: number) => AgreementFile | undefined) {
    this.#agreementAt = agreementAt;
  }

  /** Takes up that something of a stream was recorded then, epoch ms; the version that it was by. */
  recorded(stream: string, at: number): AgreementFile | undefined {
    const inForce = this.#agreementAt(at);
    if (inForce !== undefined) this.#last.set(stream, inForce);
    return inForce ?? this.#last.get(stream);
  }

  /** Undefined when none was in force at anything that was recorded of it. */
  of(stream: string, at: number): AgreementFile | undefined {
    return this.#agreementAt(at) ?? this.#last.get(stream);
  }
}
