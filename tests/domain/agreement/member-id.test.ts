import { describe, expect, it } from 'vitest';
import { MemberId } from '../../../domain/agreement/member-id.ts';

describe('id of a member', () => {
  it.each(['北京', 'jia', 'Greater Noida', 'a', '2-26'])('may be %s', (id) => {
    expect(MemberId.safeParse(id).success).toBe(true);
  });

  it.each(['', ' a', 'a ', 'a/b', 'a+', '#', 'a>b', 'a\u0000b', 'a\tb', ' '])('[AGR-1] is not %j', (id) => {
    expect(MemberId.safeParse(id).success).toBe(false);
  });
});
