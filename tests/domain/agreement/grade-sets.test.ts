import { describe, expect, it } from 'vitest';
import { GradeChoice } from '../../../domain/agreement/grade-choice.ts';
import { coloursOf, gradeSetFor, gradeSetsOf } from '../../../domain/agreement/grade-sets.ts';

const own = {
  id: 'ours',
  title: { zh: '本地', en: 'Ours' },
  source: 'plan of 2025',
  effective: { from: '2025-01-01' },
  episode: { above: 150 },
  grades: { orange: [{ above: 200 }] },
};
const choice = GradeChoice.parse({
  set: 'cn-2024',
  cities: [
    { city: 'east', set: 'shaanxi-2023' },
    { city: 'west', set: 'ours', effective: { from: '2025-11-15', to: '2026-03-15' } },
  ],
  own_sets: [own],
});

describe('the set of conditions of a city', () => {
  it("is its own where it has one, on the days for which it has it, else everybody's", () => {
    expect(gradeSetFor(choice, 'east', '2026-01-01')?.id).toBe('shaanxi-2023');
    expect(gradeSetFor(choice, 'north', '2026-01-01')?.id).toBe('cn-2024');
    expect(gradeSetFor(choice, 'west', '2025-11-14')?.id).toBe('cn-2024');
    expect(gradeSetFor(choice, 'west', '2025-11-15')?.id).toBe('ours');
    expect(gradeSetFor(choice, 'west', '2026-03-15')?.id).toBe('ours');
    expect(gradeSetFor(choice, 'west', '2026-03-16')?.id).toBe('cn-2024');
  });

  it('tells its colours, the lowest first', () => {
    const colours = (id: string) => coloursOf(gradeSetsOf(choice).get(id) ?? expect.fail(id));
    expect(colours('cn-2017')).toEqual(['blue', 'yellow', 'orange', 'red']);
    expect(colours('cn-2024')).toEqual(['yellow', 'orange', 'red']);
    expect(colours('ours')).toEqual(['orange']);
  });
});
