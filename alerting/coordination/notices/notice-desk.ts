import type { AgreementFile } from '../../../domain/agreement/agreement-file.ts';
import type { LedgerEvent, NewDelivery } from '../../../store/ledger.ts';
import type { ProtocolSubscription } from '../coordination-options.ts';
import { noticesOf } from './notice.ts';
import { NoticeBoard } from './notice-board.ts';
import { noticeDeliveries } from './notice-deliveries.ts';
import type { Happening } from './protocol-event.ts';

/** Makes the notices of what happens: those that go out with the append, and those on the page once it is recorded. */
export class NoticeDesk {
  readonly board = new NoticeBoard();
  readonly #subscriptions: readonly ProtocolSubscription[];

  constructor(subscriptions: readonly ProtocolSubscription[]) {
    this.#subscriptions = subscriptions;
  }

  deliveriesOf(
    happening: Happening,
    {
      stream,
      version,
      agreement,
    }: { readonly stream: string; readonly version: number; readonly agreement: AgreementFile },
  ): NewDelivery[] {
    if (this.#subscriptions.length === 0) return [];
    const about = { stream, version, happening, agreement, subscriptions: this.#subscriptions };
    return noticesOf(happening, version, agreement).flatMap((notice) => noticeDeliveries(notice, about));
  }

  recorded(event: LedgerEvent, happening: Happening, agreement: AgreementFile): void {
    this.board.told(event, noticesOf(happening, event.version, agreement));
  }
}
