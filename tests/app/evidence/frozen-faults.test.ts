import { describe, expect, it } from 'vitest';
import { frozenFaults } from '../../../app/evidence/frozen-faults.ts';
import type { CaseEvent } from '../../../domain/enforcement/case-event.ts';
import type { LedgerEvent } from '../../../store/ledger.ts';
import { CasePlay } from '../../domain/enforcement/case-play.ts';

function entriesOf(events: readonly CaseEvent[]): LedgerEvent[] {
  return events.map((event, place) => ({
    ...event,
    data: event.data as unknown as LedgerEvent['data'],
    seq: place + 1,
    stream: 'case/c1',
    version: place + 1,
    recordedAt: event.at,
    previousHash: '',
    hash: '',
  }));
}

describe('the frozen version of a case', () => {
  it('[EVI-20] is hashed again, and is what everybody signed', () => {
    const { events } = new CasePlay().closing().frozen().signedBy('bing', 'jia');
    expect(events.map(({ type }) => type)).toContain('case.closed');
    expect(frozenFaults(entriesOf(events))).toEqual([]);
    // Frozen, voided by an edit, frozen again.
    const again = new CasePlay().closing().frozen().does('jia', { type: 'amend', account: 'more', reason: 'left out' });
    expect(frozenFaults(entriesOf(again.frozen().signedBy('bing').events))).toEqual([]);
  });

  it('[EVI-20] is found out when the record under it is another', () => {
    const { events } = new CasePlay().closing().frozen().signedBy('bing', 'jia');
    const changed = entriesOf(events).map((entry) =>
      entry.type === 'case.findings_recorded' ? { ...entry, data: { ...entry.data, account: 'nothing' } } : entry,
    );
    expect(frozenFaults(changed)).toMatchObject([
      { file: 'ledger/entries.jsonl', reason: expect.stringContaining('frozen hash') },
    ]);
    const signed = entriesOf(events).map((entry) =>
      entry.type === 'case.signed' ? { ...entry, data: { ...entry.data, hash: 'b'.repeat(64) } } : entry,
    );
    expect(() => frozenFaults(signed)).toThrow('not the frozen version');
  });
});
