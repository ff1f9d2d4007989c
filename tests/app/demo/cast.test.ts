import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AnsweringDesk } from '../../../app/answering/answering-desk.ts';
import { People, peopleFaults } from '../../../app/config/people.ts';
import { DEMO_ANSWERS } from '../../../app/demo/answers.ts';
import { Cast } from '../../../app/demo/cast.ts';
import { demoAgreement } from './demo-house.ts';

const agreement = demoAgreement();
const cast = () => new Cast(agreement, new AnsweringDesk({ agreementAt: () => agreement, answers: DEMO_ANSWERS }));

describe('the people of the demonstration', () => {
  it('are in posts of the agreement, as a configuration wants them, and every jurisdiction has one who may do everything', () => {
    const { entries } = cast();
    expect(People.safeParse(entries).success).toBe(true);
    expect(peopleFaults(entries, agreement, () => ({ file: '', path: '', message: '' }) as never)).toEqual([]);
    const visitors = entries.filter(({ role }) => role === 'visitor').map(({ jurisdiction }) => jurisdiction);
    expect(visitors).toEqual(agreement.jurisdictions.map(({ id }) => id));
  });

  it('have tokens of their own, new at each start, of which the configuration knows the hash alone', () => {
    const [one, other] = [cast(), cast()];
    const [person] = one.people();
    const hash = `$sha256$${createHash('sha256')
      .update(person?.token ?? '')
      .digest('base64')}`;
    expect(one.entries[0]?.token_hash).toBe(hash);
    expect(JSON.stringify(one.entries)).not.toContain(person?.token);
    expect(other.people()[0]?.token).not.toBe(person?.token);
  });

  it('are taken and given back by jurisdiction', () => {
    const all = cast();
    all.take({ jurisdiction: 'xin' });
    const taken = () =>
      new Set(
        all
          .people()
          .filter((one) => one.taken)
          .map(({ jurisdiction }) => jurisdiction),
      );
    expect(taken()).toEqual(new Set(['xin']));
    expect(all.people().find(({ jurisdiction }) => jurisdiction === 'xin')?.manner).toBe('silent');
    all.giveBack({ jurisdiction: 'xin' });
    expect(taken()).toEqual(new Set());
  });
});
