import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Coordination } from '../../../alerting/coordination/coordination.ts';
import { AnsweringDesk } from '../../../app/answering/answering-desk.ts';
import type { UpwindAlert } from '../../../app/answering/upwind-answers.ts';
import { DEMO_ANSWERS } from '../../../app/demo/answers.ts';
import { Cast, personIn } from '../../../app/demo/cast.ts';
import { Storyteller } from '../../../app/demo/storyteller.ts';
import type { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import { readAgreement } from '../../../domain/agreement/read-agreement.ts';
import { canonicalJson } from '../../../store/canonical-json.ts';
import type { LedgerEvent } from '../../../store/ledger.ts';
import { SqliteLedger } from '../../../store/sqlite/sqlite-ledger.ts';
import { ManualClock } from '../../clock/manual-clock.ts';

/** The agreement of the demonstration, as it is shipped. */
export function demoAgreement(): AgreementFile {
  const text = readFileSync(new URL('../../../config/demo/agreement.yaml', import.meta.url), 'utf8');
  const { agreement, faults } = readAgreement(parse(text));
  if (agreement === undefined) throw new Error(JSON.stringify(faults));
  return agreement;
}

export const HOUR_MS = 3_600_000;
export const NOON = Date.parse('2026-11-23T12:00:00+08:00');
export const CITIES = ['bing', 'ding', 'geng', 'ji', 'jia', 'wu', 'xin', 'yi'];

/** The protocols of the demonstration with their script, without air: what the engine would say is said by the test. */
export async function demoHouse() {
  const clock = new ManualClock(NOON);
  const agreement = demoAgreement();
  const agreementAt = () => agreement;
  const folder = mkdtempSync(join(tmpdir(), 'lianfang-story-'));
  const ledger = SqliteLedger.open({ path: join(folder, 'ledger.sqlite') });
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const coordination = await Coordination.start({
    ledger,
    clock,
    agreementAt,
    digest: (value) => createHash('sha256').update(canonicalJson(value)).digest('hex'),
    onError,
  });
  const events: LedgerEvent[] = [];
  coordination.onRecorded((recorded) => events.push(...recorded));
  const alerts: UpwindAlert[] = [];
  const desk = new AnsweringDesk({ agreementAt, answers: DEMO_ANSWERS, personOf: personIn });
  const cast = new Cast(agreement, desk);
  const storyteller = new Storyteller({ coordination, desk, clock, alerts: () => alerts, onError });
  return {
    clock,
    coordination,
    cast,
    alerts,
    errors,
    events,
    /** `15:20 warning.received jia`: what was recorded, by the region's clock. */
    of: (type: string) => events.filter((event) => event.type === type),
    propose: () =>
      coordination.warn({
        command: {
          type: 'propose',
          by: { machine: 'engine' },
          kind: 'colour',
          grade: 'yellow',
          cities: CITIES,
          window: { from: NOON, to: null },
          basis: 'forecast',
          reason: 'at_least+contiguous',
        },
      }),
    airIsClean: (id: string) =>
      coordination.warn({
        id,
        command: { type: 'tell_air', by: { machine: 'engine' }, grade: 'none', basis: 'both', reason: 'too_few' },
      }),
    async close() {
      await storyteller.stop();
      await coordination.stop();
      await ledger.close();
      rmSync(folder, { recursive: true });
    },
  };
}
