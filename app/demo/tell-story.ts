import type { Log } from '../../api/deps.ts';
import type { AgreementFile } from '../../domain/agreement/agreement-file.ts';
import type { Clock } from '../../domain/clock.ts';
import type { AnsweringDesk } from '../answering/answering-desk.ts';
import type { UpwindAlert } from '../answering/upwind-answers.ts';
import type { Installation } from '../installation/installation.ts';
import { Milestones } from './milestones.ts';
import { Storyteller } from './storyteller.ts';

/** Lets the scripted jurisdictions answer, and says at the console how it goes. The result ends it. */
export function tellStory(options: {
  readonly installation: Pick<Installation, 'coordination' | 'engine'>;
  readonly desk: AnsweringDesk;
  readonly agreement: AgreementFile;
  readonly clock: Clock;
  readonly log: Log;
  readonly say: (at: number, text: string) => void;
}): () => Promise<void> {
  const { installation, desk, agreement, clock, log, say } = options;
  const { coordination, engine } = installation;
  const milestones = new Milestones(agreement);
  const unsubscribe = coordination.onRecorded((events) => {
    for (const event of events) {
      const text = milestones.of(event);
      if (text !== undefined) say(event.at, `${text.zh} | ${text.en}`);
    }
  });
  const alerts = (): UpwindAlert[] => {
    const open = engine.board.list({ state: 'raised', subject: { kind: 'pair' }, limit: 20 });
    // A case is referred to the neighbour of its alert also when that has returned meanwhile.
    const grounds = coordination.cases.all().flatMap((one) => engine.board.get(one.grounds.id) ?? []);
    return [...open, ...grounds.filter(({ state }) => state !== 'raised')];
  };
  const storyteller = new Storyteller({
    coordination,
    desk,
    clock,
    alerts,
    onError: (error, doing) => log.error({ err: error }, `failed while ${doing}`),
  });
  return async () => {
    unsubscribe();
    await storyteller.stop();
  };
}
