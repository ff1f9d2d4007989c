import { Answers } from '../answering/answers-file.ts';

/** How the invented jurisdictions answer while nobody has taken them over: most promptly, two slowly, one never. */
export const DEMO_ANSWERS: Answers = Answers.parse({
  default: 'prompt',
  jurisdictions: { yi: 'slow', wu: 'slow', xin: 'silent' },
});
