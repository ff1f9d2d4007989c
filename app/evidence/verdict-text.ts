import type { LedgerVerdict } from './verify-ledger.ts';

/** What came of a check of a ledger, for people. */
export function ledgerVerdictText(path: string, verdict: LedgerVerdict): string {
  if (!verdict.ok) {
    const { seq, reason } = verdict;
    return `${path}: entry ${seq}: ${reason}\nThe ledger is NOT as it was written. 台账自第 ${seq} 条起不可信。`;
  }
  const { entries, hash, root, own, kept, keys } = verdict;
  const newest = kept.at(-1);
  return [
    `${path}: ${entries} entries, every one as it was written. 共 ${entries} 条，逐条核验无误。`,
    `  last hash 末条哈希 ${hash}`,
    `  root 根 ${root}`,
    `  own checkpoints 台账内检查点 ${own}`,
    newest === undefined
      ? '  No kept checkpoint was given: that all of it was rewritten, or its end cut off, cannot be seen. 未提供留存的检查点：整体改写或截尾无法发现。'
      : `  Nothing up to entry ${newest.checkpoint.seq} was rewritten or cut off since ${newest.checkpoint.at} (${newest.source}). 第 ${newest.checkpoint.seq} 条及以前自该时起未被改写或截去。`,
    ...keys.map((key) => `  key 公钥 ${key}`),
  ].join('\n');
}
