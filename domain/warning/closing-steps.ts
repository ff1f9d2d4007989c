import type { Obligation } from '../deadline/obligation.ts';
import { forecastAgainstFact } from './forecast-against-fact.ts';
import { type Outcome, type Proceedings, unexplained } from './proceedings.ts';
import { refusal } from './refusal.ts';
import { mergeGapMs } from './same-episode.ts';
import { timelinessOf } from './timeliness.ts';
import { gradeInForce } from './warning.ts';
import type { Lift, Review } from './warning-command.ts';

/** The lift ends what the response owes and begins what its end owes (WRN-28); a notice owes nothing then. */
export function lift(proceedings: Proceedings, { reason, pollutionEndedAt = proceedings.now }: Lift): Outcome {
  const { known, coordinator, agreement, obliger, now } = proceedings;
  const grade = gradeInForce(known);
  const refused = proceedings.unauthorized({ acts: ['lift'], grade, place: coordinator }) ?? unexplained(reason);
  if (refused !== undefined) return refused;
  if (pollutionEndedAt > now)
    return refusal('WRN-28', 'the pollution cannot end in the future', '污染结束时刻不能在将来');
  const { confirm_stop, summary, region_review } = agreement.duties;
  const number = known.issues.length;
  const opens: Obligation[] = [];
  if (known.kind === 'colour') {
    for (const city of Object.keys(known.cities).sort()) {
      const owed = (duty: string) => ({ id: `${duty}/${city}/${number}`, duty, by: city, from: now });
      opens.push(obliger.within(owed('confirm_stop'), confirm_stop), obliger.within(owed('summary'), summary));
    }
    const review = { id: `region_review/${number}`, duty: 'region_review', by: coordinator, from: now };
    opens.push(obliger.within(review, region_review));
  }
  const voids = known.clocks.open.map(({ id }) => id);
  const air = known.airs.at(-1)?.grade ?? null;
  return [proceedings.record('warning.lifted', { reason, grade, pollutionEndedAt, air }, { clocks: { voids, opens } })];
}

/** What the region learns from it (WRN-30); after it nothing is owed. */
export function review(proceedings: Proceedings, { text }: Review): Outcome {
  const { known, coordinator, agreement, now } = proceedings;
  const refused = proceedings.unauthorized({ acts: ['lift'], grade: 'none', place: coordinator }) ?? unexplained(text);
  if (refused !== undefined) return refused;
  const ended = known.lift?.pollutionEndedAt ?? now;
  if (now < ended + mergeGapMs(agreement)) {
    return refusal(
      'WRN-30',
      'the pollution may still come back within this episode',
      '污染仍可能在同一过程内反复，尚不能评估',
    );
  }
  const { open } = known.clocks;
  const awaited = open.filter(({ duty, dueAt }) => duty === 'summary' && now <= dueAt).map(({ by }) => by);
  if (awaited.length > 0) {
    const names = awaited.sort();
    return refusal(
      'WRN-30',
      `summaries of ${names.join(', ')} are still in time`,
      `${names.join('、')} 的总结尚在期限内`,
    );
  }
  const keeps = open.filter(({ duty }) => duty === 'region_review').map(({ id }) => id);
  const voids = open.filter(({ duty }) => duty !== 'region_review').map(({ id }) => id);
  const timeliness = timelinessOf(known, now);
  const forecast = forecastAgainstFact(known);
  return [proceedings.record('warning.reviewed', { text, timeliness, forecast }, { clocks: { keeps, voids } })];
}
