import type { Outcome } from '../../ingest/pipeline.ts';
import { Pipeline, type PipelineOptions, type Submission } from '../../ingest/pipeline.ts';
import { refusalFault } from './refusal-fault.ts';

type Decoded = Parameters<Pipeline['submitDecoded']>[0];

/** The real pipeline, watched: every message is settled once, with every reading of it stored or refused with a reason. */
export class CountedPipeline extends Pipeline {
  submitted = 0;
  settled = 0;
  stored = 0;
  refused = 0;
  readonly #fault: (text: string) => void;

  constructor(options: PipelineOptions & { readonly fault: (text: string) => void }) {
    super(options);
    this.#fault = options.fault;
  }

  override submit(message: Submission): void {
    super.submit({ ...message, settle: this.#watched((outcome) => message.settle(outcome)) });
  }

  override submitDecoded(message: Decoded): void {
    const { readings, refusals } = message.decoded;
    const items = readings.length + refusals.length;
    super.submitDecoded({ ...message, settle: this.#watched((outcome) => message.settle(outcome), items) });
  }

  #watched(settle: (outcome: Outcome) => void, items?: number): (outcome: Outcome) => void {
    let times = 0;
    this.submitted++;
    return (outcome) => {
      times++;
      if (times === 1) this.settled++;
      else this.#fault(`a message was settled ${times} times`);
      const { stored, refusals } = outcome;
      this.stored += stored.length;
      this.refused += refusals.length;
      const told = stored.length + refusals.length;
      if (told === 0) this.#fault('a message was settled with nothing stored and nothing refused');
      if (items !== undefined && told !== items) this.#fault(`of ${items} items the outcome names ${told}`);
      for (const refusal of refusals) {
        const fault = refusalFault(refusal);
        if (fault !== undefined) this.#fault(fault);
      }
      settle(outcome);
    };
  }
}
