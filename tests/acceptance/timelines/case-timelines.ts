import type { Timeline } from './timeline-run.ts';

const about = (title: string, rows: string, agreement: Timeline['agreement'] = {}): Timeline => ({
  title,
  about: 'case',
  agreement,
  rows,
});
const PAUSE = { clocks: { pause_reasons: [{ id: 'force_majeure', name: { zh: '不可抗力', en: 'Force majeure' } }] } };

/** Yi lies in Xi, Bing in Dong, both under Guo; Jia lies in Xi too. The terms are the agreement's defaults. 2 March 2026 is a Monday. */
export const CASE_TIMELINES: readonly Timeline[] = [
  about(
    '[ENF-6] accepted: the case changes hands with the acceptance, and is closed by both signatures',
    `
    03-02 09:00 | yi      | opens at 8 km
                | yi      | owes referral by 03-03 09:00
          10:00 | yi      | refers to bing
                | case    | is referred, of yi
                | bing    | owes answer by 03-03 10:00
          15:00 | bing    | accepts
                | case    | is accepted, of bing
                | bing    | owes inspection by 03-05 17:30
    03-04 10:00 | bing    | inspects
          16:00 | bing    | finds a violation
                | bing    | owes order by 03-11 17:30
    03-05 10:00 | bing    | orders 10 days
                | bing    | owes rectification by 03-17 00:00; recheck by 04-17 00:00
    03-12 10:00 | bing    | reports it rectified
    03-13 10:00 | bing    | rechecks: rectified
                | bing    | owes signature by 03-20 17:30
                | yi      | owes nothing
                | bing    | freezes
                | yi bing | owes signature by 03-20 17:30
          11:00 | bing    | signs
                | case    | is closing, of bing, frozen, signed by bing
          12:00 | yi      | signs
                | case    | is closed, of bing, frozen, signed by bing yi
                | yi bing | owes nothing
    `,
  ),
  about(
    '[ENF-10] declined and arbitrated: it stays with the sender until the common superior decides',
    `
    03-02 09:00 | yi   | opens
                | yi   | refers to bing
    03-03 08:00 | bing | declines
                | case | is arbitration, of yi, before guo
                | guo  | owes arbitration by 03-10 17:30
    03-05 10:00 | xi   | decides for bing | ENF-5
                | guo  | decides for bing
                | case | is accepted, of bing
                | bing | owes inspection by 03-10 17:30
    `,
  ),
  about(
    '[ENF-9] silence goes before the common superior by itself; a late acceptance still counts',
    `
    03-02 09:00 | yi   | opens
                | yi   | refers to bing
    03-03 09:00 | dong | hears: answer of bing is overdue
                | case | is arbitration, of yi, before guo
    03-04 10:00 | bing | accepts
                | case | is accepted, of bing
                | guo  | owes nothing
    `,
  ),
  about(
    '[ENF-9] silence of the city and of the superior: every step is told',
    `
    03-02 09:00 | yi     | opens
                | yi     | refers to bing
    03-03 09:00 | dong   | hears: answer of bing is overdue
    03-10 17:30 | nobody | hears: arbitration of guo is overdue
    03-11 09:00 | guo    | decides for yi
                | case   | is accepted, of yi
    `,
  ),
  about(
    '[ENF-10] two cities of one province: the province decides',
    `
    03-02 09:00 | yi   | opens
                | yi   | refers to jia
          12:00 | jia  | declines
                | case | is arbitration, of yi, before xi
          13:00 | xi   | decides for jia
                | case | is accepted, of jia
    `,
  ),
  about(
    '[ENF-1] the referral itself is late: the province of the sender hears of it',
    `
    03-02 09:00 | yi   | opens
    03-03 09:00 | xi   | hears: referral of yi is overdue
          09:30 | guo  | hears: referral of yi is overdue
          10:00 | yi   | refers to bing
                | case | is referred, of yi
    `,
  ),
  about(
    '[ENF-19] an edit makes the frozen version void with its signatures, and whoever signed owes it again',
    `
    03-02 09:00 | yi      | opens
                | yi      | refers to bing
                | bing    | accepts
                | bing    | inspects
                | bing    | finds nothing
                | bing    | freezes
    03-03 09:00 | bing    | signs
                | bing    | owes nothing
                | case    | is closing, of bing, frozen, signed by bing
          10:00 | yi      | adds to the record
                | case    | is closing, of bing
                | bing    | owes signature by 03-10 17:30
                | yi      | signs | ENF-17
          11:00 | bing    | freezes
                | yi bing | signs
                | case    | is closed, of bing, frozen, signed by yi bing
    `,
  ),
  about(
    '[ENF-20] a dispute after the recheck: nothing is frozen until it is decided',
    `
    03-02 09:00 | yi   | opens
                | yi   | refers to bing
                | bing | accepts
                | bing | inspects
                | bing | finds nothing
    03-03 09:00 | yi   | disputes
                | case | is closing, of bing, before guo
                | bing | freezes | ENF-17
    03-04 09:00 | guo  | decides for bing, where it was
                | bing | freezes
                | yi bing | signs
                | case | is closed, of bing, frozen, signed by yi bing
    `,
  ),
  about(
    '[ENF-21] listed supervision: proposed when the work is overdue by 60 days, with a limit of its own, and its superior signs',
    `
    03-02 09:00 | yi      | opens
                | yi      | refers to bing
                | bing    | accepts
                | bing    | owes inspection by 03-05 17:30
    03-05 17:30 | dong    | hears: inspection of bing is overdue
          18:00 | guo     | hears: inspection of bing is overdue
    05-07 00:00 | guo     | hears: inspection of bing is overdue
                | case    | is accepted, of bing, listing proposed to guo
                | guo     | owes listing by 05-13 17:30
    05-08 10:00 | guo     | lists it until 06-30 18:00
                | case    | is accepted, of bing, listed by guo
          11:00 | bing    | inspects
                | bing    | finds nothing
                | bing    | freezes
                | bing yi | signs
                | case    | is closing, of bing, frozen, signed by bing yi, listed by guo
          12:00 | guo     | signs
                | case    | is closed, of bing, frozen, signed by bing yi guo, listed by guo
    `,
  ),
  about(
    '[ENF-16] the daily fine counts from the day after service to the recheck that finds it going on; rounds add up',
    `
    03-02 09:00 | yi   | opens
                | yi   | refers to bing
                | bing | accepts
                | bing | inspects
                | bing | finds a violation
                | bing | orders 5 days with a daily fine of 100000
    03-06 10:00 | bing | rechecks: continuing
                | case | is found, of bing, fined 400000 yuan for 4 days
                | bing | orders 5 days with a daily fine of 100000
    03-09 10:00 | bing | rechecks: continuing
                | case | is found, of bing, fined 400000 yuan for 4 days, fined 300000 yuan for 3 days
                | bing | orders 5 days with a daily fine of 100000
    03-13 10:00 | bing | rechecks: rectified
                | case | is closing, of bing, fined 400000 yuan for 4 days, fined 300000 yuan for 3 days
    `,
  ),
  about(
    '[ENF-22] an accident of level II: neighbours and all superiors within two hours of its being known, then their own check',
    `
    03-02 09:00 | bing      | opens
                | bing      | refers to yi
          10:00 | yi        | reports an accident of level II known since 03-02 09:30
                | yi        | owes accident_notice by 03-02 11:30; accident_notice by 03-02 11:30; accident_notice by 03-02 11:30; accident_notice by 03-02 11:30; accident_notice by 03-02 11:30; answer by 03-03 09:00
          10:10 | yi        | notifies bing
                | yi        | notifies jia
                | yi        | notifies ji
                | yi        | notifies guo
                | bing      | owes accident_check by 03-02 12:10
                | bing      | withdraws | ENF-22
          11:30 | xi        | hears: accident_notice of yi is overdue
          12:00 | guo       | hears: accident_notice of yi is overdue
          12:05 | yi        | notifies xi
                | jia ji    | checks the accident
          12:10 | dong      | hears: accident_check of bing is overdue
          12:20 | bing      | checks the accident
                | bing      | withdraws
                | case      | is withdrawn, of bing
    `,
  ),
  about(
    '[ENF-22] an accident of level III: four hours, and the next superior only',
    `
    03-02 09:00 | bing | opens
                | bing | refers to yi
          10:00 | yi   | reports an accident of level III
                | yi   | owes accident_notice by 03-02 14:00; accident_notice by 03-02 14:00; accident_notice by 03-02 14:00; accident_notice by 03-02 14:00; answer by 03-03 09:00
                | yi   | notifies guo | ENF-22
                | yi   | notifies xi
                | yi   | notifies bing
                | yi   | notifies jia
                | yi   | notifies ji
                | jia ji bing | checks the accident
                | yi   | owes answer by 03-03 09:00
    `,
  ),
  about(
    '[ENF-25] a paused clock: by who would decide a dispute, for a reason of the agreement; a day on which it stood does not count',
    `
    03-02 09:00 | yi   | opens
                | yi   | refers to bing
          10:00 | bing | accepts
                | bing | owes inspection by 03-05 17:30
    03-03 10:00 | dong | pauses inspection for force_majeure | ENF-5
                | guo  | pauses inspection for a_holiday | ENF-25
                | guo  | pauses inspection for force_majeure
                | bing | owes inspection by 03-05 17:30, paused
    03-06 10:00 | guo  | resumes inspection
                | bing | owes inspection by 03-11 17:30
    03-11 17:30 | dong | hears: inspection of bing is overdue
          17:40 | bing | inspects
    `,
    PAUSE,
  ),
  about(
    '[ENF-12] within two kilometres of the border the inspection is called before anybody has accepted, and changes no owner',
    `
    03-02 09:00 | yi   | opens at 1.5 km
                | yi   | refers to bing
                | yi   | calls an inspection
                | bing | owes answer by 03-03 09:00; inspection by 03-05 17:30
          14:00 | bing | inspects
                | case | is referred, of yi
    03-03 08:00 | bing | accepts
                | case | is inspected, of bing
                | bing | owes findings by 03-10 17:30
    `,
  ),
  about(
    '[ENF-12] further away it is not called',
    `
    03-02 09:00 | yi   | opens at 2.5 km
                | yi   | refers to bing
                | yi   | calls an inspection | ENF-12
                | bing | inspects | ENF-12
    `,
  ),
  about(
    '[ENF-23] the program was away over a deadline: told once when it is back, marked late',
    `
    03-02 09:00 | yi      | opens
                | yi      | refers to bing
    03-03 08:00 | program | is away
          12:00 | program | is there again
                | dong    | hears: answer of bing is overdue, late
                | case    | is arbitration, of yi, before guo
    `,
  ),
];
