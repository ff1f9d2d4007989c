/** The State Council's arrangement of one year: days off beside the weekends, and weekend days that are worked instead. */
export interface HolidayYear {
  /** The notice it is taken from. */
  readonly source: string;
  /** `YYYY-MM-DD`, first and last day of each holiday, both inclusive; weekend days within are off too. */
  readonly closed: readonly (readonly [first: string, last: string])[];
  /** 调休上班日: Saturdays and Sundays that are working days. */
  readonly open: readonly string[];
}

/**
 * Statutory holidays of China by year, as published each autumn for the next one. A year that is not here is not known:
 * nobody can tell its working days, and no one should guess (DLN-5).
 */
export const STATUTORY_HOLIDAYS: ReadonlyMap<number, HolidayYear> = new Map([
  [
    2024,
    {
      source: '国办发明电〔2023〕7号',
      closed: [
        ['2024-01-01', '2024-01-01'],
        ['2024-02-10', '2024-02-17'],
        ['2024-04-04', '2024-04-06'],
        ['2024-05-01', '2024-05-05'],
        ['2024-06-10', '2024-06-10'],
        ['2024-09-15', '2024-09-17'],
        ['2024-10-01', '2024-10-07'],
      ],
      open: [
        '2024-02-04',
        '2024-02-18',
        '2024-04-07',
        '2024-04-28',
        '2024-05-11',
        '2024-09-14',
        '2024-09-29',
        '2024-10-12',
      ],
    },
  ],
  [
    2025,
    {
      source: '国办发明电〔2024〕12号',
      closed: [
        ['2025-01-01', '2025-01-01'],
        ['2025-01-28', '2025-02-04'],
        ['2025-04-04', '2025-04-06'],
        ['2025-05-01', '2025-05-05'],
        ['2025-05-31', '2025-06-02'],
        ['2025-10-01', '2025-10-08'],
      ],
      open: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
    },
  ],
  [
    2026,
    {
      source: '国办发明电〔2025〕7号',
      closed: [
        ['2026-01-01', '2026-01-03'],
        ['2026-02-15', '2026-02-23'],
        ['2026-04-04', '2026-04-06'],
        ['2026-05-01', '2026-05-05'],
        ['2026-06-19', '2026-06-21'],
        ['2026-09-25', '2026-09-27'],
        ['2026-10-01', '2026-10-07'],
      ],
      open: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
    },
  ],
]);
