import type { Obligation } from '../../domain/deadline/obligation.ts';
import { answerTime, type Term } from './answer-time.ts';
import type { Manner } from './manner.ts';
import type { Posts } from './posts.ts';
import { shareOf } from './share-of.ts';

/** What the steps of warnings and cases are answered with: who may, how that jurisdiction answers, and when. */
export class DeskView {
  readonly posts: Posts;
  readonly #mannerOf: (jurisdiction: string) => Manner;
  readonly #seed: number;

  constructor(posts: Posts, mannerOf: (jurisdiction: string) => Manner, seed: number) {
    this.posts = posts;
    this.#mannerOf = mannerOf;
    this.#seed = seed;
  }

  mannerOf(jurisdiction: string): Manner {
    return this.#mannerOf(jurisdiction);
  }

  /** When `owed.by` does it, epoch ms; `key` tells one step from all others, so that the same time comes whenever it is asked for. */
  timeOf(owed: Term & Pick<Obligation, 'by'>, key: string, options: { readonly final?: boolean } = {}) {
    return answerTime(this.mannerOf(owed.by).pace, owed, shareOf(this.#seed, key), options);
  }

  /** A number in [0, 1) for what is made up. */
  share(key: string): number {
    return shareOf(this.#seed, key);
  }
}
