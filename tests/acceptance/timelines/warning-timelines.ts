import type { Timeline } from './timeline-run.ts';

const warning = (title: string, rows: string, agreement: Timeline['agreement'] = {}): Timeline => ({
  title,
  about: 'warning',
  agreement,
  rows,
});
const PAUSE = { clocks: { pause_reasons: [{ id: 'flood', name: { zh: '洪水', en: 'Flood' } }] } };

/** Jia, Yi, Ji lie in the province Xi, Bing in Dong; Guo coordinates. The terms are the agreement's defaults: see docs/reference/agreement.md. */
export const WARNING_TIMELINES: readonly Timeline[] = [
  warning(
    '[WRN-33] everyone prompt: from the proposal to the review no clock ever speaks',
    `
    11-23 08:00 | engine         | proposes orange from 11-24 00:00
                | guo            | owes decision by 11-23 09:00
          08:10 | guo            | consults
                | jia yi bing ji | owes position by 11-23 09:10
          08:20 | jia yi bing ji | agree
                | warning        | is pending, recommended orange
          08:30 | guo            | issues orange
                | jia            | owes acknowledge by 11-23 09:00; own_warning by 11-23 10:30; start_response by 11-23 10:30; first_report by 11-23 12:30; daily_report by 11-24 10:00
          08:45 | jia yi bing ji | answer orange
                | jia            | owes daily_report by 11-24 10:00
    11-24 09:00 | jia yi bing ji | report the day
    11-25 09:00 | jia yi bing ji | report the day
    11-26 09:00 | jia yi bing ji | report the day
          14:00 | engine         | tells both none
          14:10 | guo            | lifts
                | jia            | owes confirm_stop by 11-26 16:10; summary by 12-03 17:30
                | guo            | owes region_review by 12-10 17:30
          15:00 | jia yi bing ji | end
    11-30 10:00 | jia yi bing ji | submit its summary
    12-01 10:00 | guo            | reviews
                | warning        | is reviewed
                | guo jia        | owes nothing
    `,
  ),
  warning(
    '[WRN-31] one silent city: its province hears at once, the nation half an hour later, and it may still answer',
    `
    11-23 08:00 | engine         | proposes orange
                | guo            | consults
          08:20 | jia yi bing    | agree
          09:00 | nobody         | hears: the silence of ji agrees
                | warning        | is pending, recommended orange
                | guo            | issues orange
          09:10 | jia yi bing    | answer orange
          09:30 | xi             | hears: acknowledge of ji is overdue
          10:00 | guo            | hears: acknowledge of ji is overdue
          11:00 | xi             | hears: own_warning of ji is overdue
                | xi             | hears: start_response of ji is overdue
          11:20 | ji             | answers orange
                | ji             | owes daily_report by 11-24 10:00
    11-24 09:00 | jia yi bing ji | report the day
    `,
  ),
  warning(
    '[WRN-16] two silent cities and a silent province: the nation is asked, and answers for one of them',
    `
    11-23 08:00 | engine         | proposes orange
                | guo            | consults
          08:05 | jia            | agrees
          09:00 | xi             | hears: the silence of ji escalates
                | xi             | hears: the silence of yi escalates
                | dong           | hears: the silence of bing escalates
                | xi             | owes position by 11-23 10:00; position by 11-23 10:00
          09:10 | dong           | agrees for bing
          10:00 | guo            | hears: the silence of ji escalates
                | guo            | hears: the silence of yi escalates
          10:10 | guo/bureau-head | agrees for yi | WRN-1
                | ji             | agrees
          11:00 | nobody         | hears: the silence of yi abstains
                | warning        | is pending, recommended orange
    `,
    { duties: { consultation: { silence: 'escalates' } } },
  ),
  warning(
    '[WRN-31] the city and its province stay silent over the response too: every step up to the nation, each once',
    `
    11-23 08:00 | engine         | proposes orange for jia yi bing
                | guo            | consults
                | jia yi bing    | agree
                | guo            | issues orange
          08:10 | jia bing       | answer orange
          08:30 | xi             | hears: acknowledge of yi is overdue
          09:00 | guo            | hears: acknowledge of yi is overdue
          10:00 | xi             | hears: own_warning of yi is overdue
                | xi             | hears: start_response of yi is overdue
          10:30 | guo            | hears: own_warning of yi is overdue
                | guo            | hears: start_response of yi is overdue
          12:00 | xi             | hears: first_report of yi is overdue
          12:30 | guo            | hears: first_report of yi is overdue
    11-24 09:00 | jia bing       | report the day
          10:00 | xi             | hears: daily_report of yi is overdue
          10:30 | guo            | hears: daily_report of yi is overdue
          11:00 | yi             | owes acknowledge by 11-23 08:30; own_warning by 11-23 10:00; start_response by 11-23 10:00; first_report by 11-23 12:00; daily_report by 11-24 10:00; daily_report by 11-25 10:00
    `,
  ),
  warning(
    '[WRN-17] an objection and a higher position: recommended is the highest grade that the quorum supports',
    `
    11-23 08:00 | engine         | proposes yellow
                | guo            | consults
          08:10 | jia            | objects
          08:15 | yi             | agrees to orange
          08:20 | bing           | agrees to red
          08:25 | ji             | agrees
                | warning        | is pending, recommended orange
          08:30 | guo            | issues red | WRN-19
                | guo            | issues orange
                | warning        | is in_force orange (start)
    `,
  ),
  warning(
    '[WRN-18] no quorum: nothing is issued, and a lower proposal finds one',
    `
    11-23 08:00 | engine         | proposes red
                | guo            | consults
          08:10 | jia yi bing    | object
          08:20 | ji             | agrees
                | warning        | is pending, rejected red
                | guo            | issues red | WRN-7
                | guo            | owes decision by 11-23 09:20
          08:40 | guo            | proposes yellow
                | guo            | consults
          08:50 | jia yi bing ji | agree
                | guo            | issues yellow
                | warning        | is in_force yellow (start)
    `,
  ),
  warning(
    '[WRN-13] a coordinator that does not decide: the cities hear of it',
    `
    11-23 08:00 | engine         | proposes orange
          09:00 | nobody         | hears: decision of guo is overdue
                | warning        | is pending, proposed orange
          09:05 | guo            | consults
    `,
  ),
  warning(
    '[WRN-21] a step up at midnight: receipt, warning, response and report of the higher grade are owed anew',
    `
    11-23 14:00 | engine         | proposes yellow from 11-24 00:00
                | guo            | consults
                | jia yi bing ji | agree
                | guo            | issues yellow
          14:10 | jia yi bing ji | answer yellow
          22:30 | engine         | proposes red from 11-25 00:00
                | guo            | consults
          23:10 | jia yi bing ji | agree
    11-24 00:00 | guo            | issues red
                | warning        | is in_force red (up)
                | jia            | owes acknowledge by 11-24 00:30; own_warning by 11-24 02:00; start_response by 11-24 02:00; first_report by 11-24 04:00; daily_report by 11-24 10:00
          00:10 | jia yi bing    | answer red
          00:30 | xi             | hears: acknowledge of ji is overdue
          00:40 | ji             | answers red
          09:00 | jia yi bing ji | report the day
    `,
  ),
  warning(
    '[WRN-21] a step down after a new consultation: receipt alone, and nobody gets more time for what is open',
    `
    11-23 08:00 | engine         | proposes orange
                | guo            | consults
                | jia yi bing ji | agree
                | guo            | issues orange
          08:10 | jia yi bing    | answer orange
          08:15 | ji             | confirms receipt
          09:00 | engine         | proposes yellow
                | guo            | issues yellow | WRN-19
                | guo            | consults
                | jia yi bing ji | agree
                | guo            | issues yellow
                | warning        | is in_force yellow (down)
                | jia            | owes acknowledge by 11-23 09:30; daily_report by 11-24 10:00
                | ji             | owes acknowledge by 11-23 09:30; own_warning by 11-23 10:00; start_response by 11-23 10:00; first_report by 11-23 12:00; daily_report by 11-24 10:00
          09:10 | jia yi bing ji | confirm receipt
          10:00 | xi             | hears: own_warning of ji is overdue
                | xi             | hears: start_response of ji is overdue
    `,
  ),
  warning(
    '[WRN-20] at once by the coordinator, when the air measured is there and not before',
    `
    11-23 08:00 | engine         | proposes orange by what is observed
          08:05 | guo            | issues orange at once | WRN-20
                | engine         | tells forecast red
                | guo            | issues orange at once | WRN-20
          08:10 | engine         | tells observed orange
                | guo            | issues red at once | WRN-20
                | guo            | issues orange at once
                | warning        | is in_force orange (start at once)
                | jia            | owes acknowledge by 11-23 08:40; own_warning by 11-23 10:10; start_response by 11-23 10:10; first_report by 11-23 12:10; daily_report by 11-24 10:00
    `,
  ),
  warning(
    '[WRN-29] lift and relapse within the gap: one warning, the same way again',
    `
    11-23 08:00 | engine         | proposes yellow
                | guo            | consults
                | jia yi bing ji | agree
                | guo            | issues yellow
                | jia yi bing ji | answer yellow
    11-24 09:00 | jia yi bing ji | report the day
          12:00 | guo            | lifts
                | warning        | is lifted
          13:00 | jia yi         | end
          14:00 | xi             | hears: confirm_stop of ji is overdue
                | dong           | hears: confirm_stop of bing is overdue
          14:30 | guo            | hears: confirm_stop of bing is overdue
                | guo            | hears: confirm_stop of ji is overdue
    11-25 20:00 | engine         | proposes yellow anew | WRN-9
                | engine         | proposes yellow
                | warning        | is lifted, proposed yellow
          20:10 | guo            | consults
                | jia yi bing ji | agree
          20:20 | guo            | issues yellow
                | warning        | is in_force yellow (relapse)
                | jia            | owes acknowledge by 11-25 20:50; own_warning by 11-25 22:20; start_response by 11-25 22:20; first_report by 11-26 00:20; daily_report by 11-26 10:00
                | ji             | owes acknowledge by 11-25 20:50; first_report by 11-26 00:20; daily_report by 11-26 10:00
                | guo            | owes nothing
    `,
  ),
  warning(
    '[WRN-9] a new episode beyond the gap begins a warning of its own',
    `
    11-23 08:00 | engine         | proposes yellow
                | guo            | consults
                | jia yi bing ji | agree
                | guo            | issues yellow
                | jia yi bing ji | answer yellow
    11-23 20:00 | guo            | lifts
          21:00 | jia yi bing ji | end
    11-25 09:00 | engine         | proposes yellow | WRN-9
                | engine         | proposes orange anew
                | warning        | is pending, proposed orange
                | warning        | is lifted @1
                | guo            | consults
          09:30 | jia yi bing ji | submit its summary @1
                | guo            | reviews @1
                | warning        | is reviewed @1
    `,
  ),
  warning(
    '[WRN-10] ozone: a health notice, no colour, no consultation, receipt alone',
    `
    07-08 11:00 | engine         | proposes ozone for jia yi
                | guo            | consults | WRN-10
                | guo            | issues orange | WRN-10
          11:20 | guo            | issues the notice
                | warning        | is in_force (start)
                | jia            | owes acknowledge by 07-08 11:50
          11:30 | jia            | confirms receipt
                | jia            | issues own yellow | WRN-10
          11:50 | xi             | hears: acknowledge of yi is overdue
          12:00 | yi             | confirms receipt
          19:00 | guo            | lifts
                | warning        | is lifted
                | jia yi guo     | owes nothing
    `,
  ),
  warning(
    '[WRN-9] dust beside a colour: two warnings at a time, each of its kind',
    `
    03-16 08:00 | engine         | proposes yellow
                | guo            | consults
                | jia yi bing ji | agree
                | guo            | issues yellow
                | jia yi bing ji | answer yellow
          15:00 | engine         | proposes dust for jia yi | WRN-9
                | engine         | proposes dust for jia yi anew
                | guo            | issues the notice
                | warning        | is in_force (start)
                | warning        | is in_force yellow (start) @1
                | jia            | owes acknowledge by 03-16 15:30
          15:10 | jia yi         | confirm receipt
          20:00 | guo            | lifts
    03-17 09:00 | jia yi bing ji | report the day @1
    `,
  ),
  warning(
    '[WRN-12] a proposal that is withdrawn: by the engine before the consultation, later by the coordinator alone',
    `
    11-23 08:00 | engine         | proposes orange
          08:05 | yi             | withdraws | WRN-12
          08:10 | engine         | withdraws
                | warning        | is withdrawn
                | guo            | owes nothing
          12:00 | engine         | proposes yellow anew
                | guo            | consults
          12:05 | engine         | withdraws | WRN-12
                | guo            | withdraws
                | warning        | is withdrawn
          12:10 | guo            | consults | WRN-7
    `,
  ),
  warning(
    '[WRN-27] late data takes away what the proposal rested on: it is marked, and people decide',
    `
    11-23 08:00 | engine         | proposes orange by what is observed
                | engine         | tells observed orange
                | guo            | consults
          08:10 | jia yi bing ji | agree
          08:20 | engine         | tells observed yellow since 11-23 03:00
                | warning        | is pending, recommended orange unfounded
          08:25 | guo            | issues orange at once | WRN-20
          08:30 | guo            | withdraws
                | warning        | is withdrawn
    `,
  ),
  warning(
    '[WRN-31] the agreement changes in the middle: what is owed keeps its time, what comes to be owed has the new one',
    `
    11-30 23:00 | engine         | proposes orange
                | guo            | consults
                | jia yi bing ji | agree
          23:50 | guo            | issues orange
                | jia            | owes acknowledge by 12-01 00:20; own_warning by 12-01 01:50; start_response by 12-01 01:50; first_report by 12-01 03:50; daily_report by 12-01 10:00
    12-01 00:10 | jia yi bing    | answer orange
          00:20 | xi             | hears: acknowledge of ji is overdue
          00:30 | ji             | answers orange
          09:00 | jia yi bing ji | report the day
          11:00 | engine         | proposes red
                | guo            | consults
                | jia            | owes position by 12-01 11:30; daily_report by 12-02 08:00
                | jia yi bing ji | agree
                | guo            | issues red
                | jia            | owes acknowledge by 12-01 11:10; own_warning by 12-01 12:00; start_response by 12-01 13:00; first_report by 12-01 15:00; daily_report by 12-02 08:00
          11:05 | jia yi bing ji | answer red
    `,
    [
      { version: 'old', effective: { from: '2020-01-01', to: '2026-11-30' } },
      {
        version: 'new',
        effective: { from: '2026-12-01' },
        duties: {
          consultation: { positions: { minutes: 30 } },
          acknowledge: { minutes: 10 },
          own_warning: { hours: 1 },
          daily_report: '08:00',
        },
      },
    ],
  ),
  warning(
    '[WRN-25] [DLN-5] over the National Day holidays: reports every day, summaries in working days',
    `
    09-30 08:00 | engine         | proposes yellow
                | guo            | consults
                | jia yi bing ji | agree
                | guo            | issues yellow
                | jia yi bing ji | answer yellow
    10-01 09:00 | jia yi bing ji | report the day
                | jia            | owes daily_report by 10-02 10:00
    10-02 09:00 | jia yi bing ji | report the day
    10-03 09:00 | jia yi bing    | report the day
          10:00 | xi             | hears: daily_report of ji is overdue
          10:30 | guo            | hears: daily_report of ji is overdue
          11:00 | ji             | reports the day
                | ji             | owes daily_report by 10-04 10:00
          12:00 | guo            | lifts
                | jia            | owes confirm_stop by 10-03 14:00; summary by 10-13 17:30
                | guo            | owes region_review by 10-20 17:30
          13:00 | jia yi bing ji | end
    `,
  ),
  warning(
    '[WRN-23] an own warning below the region’s is refused, a higher one counts; a post that may not is refused',
    `
    11-23 08:00 | engine         | proposes orange
                | guo            | consults
                | jia yi bing ji | agree
                | guo            | issues orange
          08:10 | jia            | issues own yellow | WRN-23
                | jia            | starts response orange | WRN-24
                | jia/deputy-leader | issues own red | WRN-2
                | jia/main-leader   | issues own red
                | jia            | starts response yellow | WRN-23
                | jia            | starts response red
                | jia            | owes acknowledge by 11-23 08:30; first_report by 11-23 12:00; daily_report by 11-24 10:00
    `,
  ),
  warning(
    '[WRN-32] a paused clock: only for a reason of the agreement, and it goes on where it stopped',
    `
    11-23 08:00 | engine         | proposes orange
                | guo            | consults
                | jia yi bing ji | agree
                | guo            | issues orange
          08:10 | guo            | pauses own_warning/ji/1 for a-holiday | WRN-32
                | jia            | pauses own_warning/ji/1 for flood | WRN-3
                | guo            | pauses own_warning/ji/1 for flood
          08:20 | jia yi bing    | answer orange
                | ji             | confirms receipt
          10:00 | xi             | hears: start_response of ji is overdue
          10:30 | guo            | hears: start_response of ji is overdue
          11:00 | guo            | resumes own_warning/ji/1
                | ji             | owes start_response by 11-23 10:00; first_report by 11-23 12:00; own_warning by 11-23 12:50; daily_report by 11-24 10:00
          11:30 | ji             | issues own orange
                | ji             | starts response orange
                | ji             | reports measures
    `,
    PAUSE,
  ),
  warning(
    '[WRN-31] [WRN-35] the program was away: what fell due is told once when it is back, and marked late',
    `
    11-23 08:00 | engine         | proposes orange
                | guo            | consults
                | jia yi bing    | agree
          08:50 | program        | is away
          10:15 | program        | is there again
                | nobody         | hears: the silence of ji agrees, late
                | warning        | is pending, recommended orange
                | guo            | issues orange
                | jia yi bing ji | answer orange
    `,
  ),
  warning(
    '[WRN-22] a common start ordered for midnight: the response is not due before',
    `
    11-23 15:00 | engine         | proposes orange from 11-24 00:00
                | guo            | consults
                | jia yi bing ji | agree
                | guo            | issues orange, response from 11-23 14:00 | WRN-22
                | guo            | issues orange, response from 11-24 00:00
                | jia            | owes acknowledge by 11-23 15:30; own_warning by 11-23 17:00; first_report by 11-23 19:00; start_response by 11-24 00:00; daily_report by 11-24 10:00
          15:20 | jia yi bing ji | answer orange
    `,
  ),
  warning(
    '[WRN-11] more cities join: they owe everything, the others receipt',
    `
    11-23 08:00 | engine         | proposes orange
                | guo            | consults
                | jia yi bing ji | agree
                | guo            | issues orange
                | jia yi bing ji | answer orange
          12:00 | engine         | proposes orange | WRN-11
                | engine         | proposes orange for geng
                | guo            | consults
                | jia yi bing ji | agree
                | geng           | agrees
                | guo            | issues orange
                | warning        | is in_force orange (more_cities)
                | jia            | owes acknowledge by 11-23 12:30; daily_report by 11-24 10:00
                | geng           | owes acknowledge by 11-23 12:30; own_warning by 11-23 14:00; start_response by 11-23 14:00; first_report by 11-23 16:00; daily_report by 11-24 10:00
          12:10 | jia yi bing ji | confirm receipt
                | geng           | answers orange
    `,
  ),
];
