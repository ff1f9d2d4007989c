import { capTime } from '../../domain/cap/cap-time.ts';
import type { PublicWarning } from '../../domain/cap/public-warning.ts';
import type { NoticeIssued, WarningIssued } from '../../domain/warning/warning-event.ts';

/** What a city's system needs to know what it owes: number and kind of the issue, and until when receipt and first report are awaited. */
export function issueParameters(
  { data }: WarningIssued | NoticeIssued,
  utcOffset: string,
): NonNullable<PublicWarning['parameters']> {
  const due = (duty: string) =>
    Math.min(...(data.clocks?.opens ?? []).filter((one) => one.duty === duty).map(({ dueAt }) => dueAt));
  const deadlines = [
    { name: 'acknowledgeBy', at: due('acknowledge') },
    { name: 'ownWarningBy', at: due('own_warning') },
    { name: 'firstReportBy', at: due('first_report') },
  ];
  return [
    { name: 'agreement', value: data.agreement },
    { name: 'issue', value: String(data.number) },
    { name: 'change', value: data.change },
    { name: 'basis', value: data.basis },
    ...deadlines
      .filter(({ at }) => Number.isFinite(at))
      .map(({ name, at }) => ({ name, value: capTime(at, utcOffset) })),
  ];
}
