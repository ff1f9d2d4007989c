import type { DayChange } from '../../store/accounts.ts';
import { DayPage } from './day-page.ts';

/** Pages by station and day, since the last save. */
export class UnsavedPages {
  readonly #pages = new Map<string, Map<string, DayPage>>();

  page(station: string, day: string): DayPage {
    let days = this.#pages.get(station);
    if (days === undefined) {
      days = new Map();
      this.#pages.set(station, days);
    }
    let page = days.get(day);
    if (page === undefined) {
      page = new DayPage(station, day);
      days.set(day, page);
    }
    return page;
  }

  /** Adds what came after. While nothing can be saved this grows by stations and days, not by time. */
  absorb(later: UnsavedPages): void {
    for (const change of later.changes()) this.page(change.station, change.day).absorb(change);
  }

  changes(): DayChange[] {
    return [...this.#pages.values()].flatMap((days) => [...days.values()].map((page) => page.change));
  }
}
