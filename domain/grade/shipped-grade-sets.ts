import { GradeSet, type GradeSetInput } from './grade-set.ts';

/** 环大气函〔2017〕86号, with blue; the figures are those of 2016 for the six core cities of Jing-Jin-Ji. */
const CN_2017: GradeSetInput = {
  id: 'cn-2017',
  title: { zh: '重污染天气预警分级标准（2017）', en: 'Heavy-pollution warning levels, 2017' },
  source: '环大气函〔2017〕86号',
  effective: { from: '2017-09-20', to: '2018-08-22' },
  episode: { above: 200 },
  grades: {
    blue: [{ above: 200 }],
    yellow: [{ above: 200, for_hours: 48 }],
    orange: [{ all: [{ above: 200, for_hours: 72 }, { above: 300 }] }],
    red: [
      {
        all: [
          { above: 200, for_hours: 96 },
          { above: 300, for_hours: 48 },
        ],
      },
      { reaches: 500 },
    ],
  },
};

/**
 * 环办大气函〔2018〕875号, the unified levels, blue dropped. Its yellow also asks for heavy pollution for a short time:
 * a 24 h mean above 200 has an hour above 200, so nothing is left to check.
 */
const CN_2018: GradeSetInput = {
  id: 'cn-2018',
  title: { zh: '重污染天气预警分级标准（2018）', en: 'Heavy-pollution warning levels, 2018' },
  source: '环办大气函〔2018〕875号',
  effective: { from: '2018-08-23', to: '2024-01-24' },
  episode: { above: 200 },
  grades: {
    yellow: [{ above: 200, for_hours: 48 }],
    orange: [{ above: 200, for_hours: 72 }],
    red: [
      {
        all: [
          { above: 200, for_hours: 96 },
          { above: 300, for_hours: 48 },
        ],
      },
      { reaches: 500 },
    ],
  },
};

/** 环大气〔2024〕6号, published 2024-01-25. */
const CN_2024: GradeSetInput = {
  id: 'cn-2024',
  title: { zh: '重污染天气预警分级标准（2024）', en: 'Heavy-pollution warning levels, 2024' },
  source: '环大气〔2024〕6号',
  effective: { from: '2024-01-25' },
  episode: { above: 150 },
  grades: {
    yellow: [{ above: 200 }, { above: 150, for_hours: 48 }],
    orange: [
      { above: 200, for_hours: 48 },
      { above: 150, for_hours: 72 },
    ],
    red: [
      {
        all: [
          { above: 200, for_hours: 72 },
          { above: 300, for_hours: 24 },
        ],
      },
    ],
  },
};

/** 陕西省重污染天气应急预案 of 2023-12-26: stricter than the nation, as a province may be. */
const SHAANXI_2023: GradeSetInput = {
  id: 'shaanxi-2023',
  title: { zh: '陕西省重污染天气预警分级标准（2023）', en: 'Heavy-pollution warning levels of Shaanxi, 2023' },
  source: '陕西省人民政府办公厅关于印发重污染天气应急预案的通知（2023-12-26）',
  effective: { from: '2023-12-26' },
  episode: { above: 150 },
  grades: {
    yellow: [{ above: 200 }, { above: 150, for_hours: 36 }],
    orange: [
      { above: 200, for_hours: 36 },
      { above: 150, for_hours: 48 },
    ],
    red: [
      {
        all: [
          { above: 200, for_hours: 48 },
          { above: 300, for_hours: 24 },
        ],
      },
    ],
  },
};

/** The sets that come with the program, by id (facts and documents: docs/spec/grades.md). */
export const SHIPPED_GRADE_SETS: ReadonlyMap<string, GradeSet> = new Map(
  [CN_2017, CN_2018, CN_2024, SHAANXI_2023].map((input) => [input.id, GradeSet.parse(input)]),
);
