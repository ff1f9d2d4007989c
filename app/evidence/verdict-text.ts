import type { LedgerVerdict } from './verify-ledger.ts';
import type { PackageVerdict } from './verify-package.ts';

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

const MOST_FAULTS = 20;

/** What came of a check of a package, for people. */
export function packageVerdictText(path: string, verdict: PackageVerdict): string {
  if (!verdict.ok) {
    const { faults } = verdict;
    const more = faults.length > MOST_FAULTS ? [`  … ${faults.length - MOST_FAULTS} more 另有`] : [];
    return [
      ...faults.slice(0, MOST_FAULTS).map(({ file, reason }) => `${path}: ${file}: ${reason}`),
      ...more,
      'The package proves nothing. 该证据包不可信。',
    ].join('\n');
  }
  const { kind, id, region, checkpoint, files, entries, readings, judged, notJudged, derivedAgain, kept, silentOn } =
    verdict;
  const isKnown = verdict.signer !== 'unknown';
  const again =
    judged === undefined
      ? '  No hour was judged again. 未重新评判任何小时。'
      : `  ${judged.hours} hours judged again, as the ledger says. 重新评判 ${judged.hours} 小时，与台账一致。 (${[...(judged.grades ? ['grades 级别'] : []), ...judged.rules].join(', ')})`;
  return [
    `${path}: ${kind} ${id} (${region}) ${isKnown ? 'is sound. 证据包可信。' : 'fits in itself; whose it is was not checked. 内部一致，签署者未核验。'}`,
    `  ${files} files 文件, ${entries} entries 条目, ${readings} readings 读数`,
    again,
    ...(notJudged.length === 0 ? [] : [`  Not judged again 未重新评判: ${notJudged.join(', ')}`]),
    ...(derivedAgain
      ? []
      : ['  Made by another version: derived files were not made again. 由其他版本生成，派生文件未重新生成比对。']),
    `  ledger up to entry ${checkpoint.seq}, ${checkpoint.at} 台账截至`,
    `  key 公钥 ${checkpoint.key}`,
    '  Delivery times of notices are the operator’s word; who was to be told what follows from the entries.',
    '  通知的送达时间仅为运行方所述，应通知何人何事可由台账推出。',
    ...(isKnown
      ? []
      : [
          "  Anybody can make a package that fits, with a key of his own: give --key with the installation's, or a checkpoint that you kept.",
          '  任何人都能用自己的密钥做出内部一致的证据包：请以 --key 指定平台公钥，或提供自己留存的检查点。',
        ]),
    ...kept.map(
      (source) =>
        `  Every entry up to that of ${source} is as it was then. 该检查点及以前的条目与留存时一致 (${source})。`,
    ),
    ...silentOn.map(
      (source) => `  It says nothing of ${source}: hold that against the ledger. 包内无从比对该检查点，请与台账比对。`,
    ),
  ].join('\n');
}
