import type { CaseState } from '../../../domain/enforcement/case-state.ts';
import { both, escaped, table } from '../../report/html.ts';
import type { RegionTime } from '../../report/region-time.ts';
import type { EvidenceReport } from './evidence-report.ts';
import { nameIn } from './name-in.ts';
import { wordFor } from './words.ts';

/** How the case stands, whose it is, what was ordered, and who signed which version. */
export function caseSections(state: CaseState, { contents }: EvidenceReport, time: RegionTime): string[] {
  const nameOf = nameIn(contents.agreement);
  const { stage, site, sender, respondent, owner, grounds, frozen, signatures, order, clocks } = state;
  const facts = [
    [both('阶段', 'stage'), wordFor('stage', stage)],
    [both('地点', 'site'), escaped(site.borderKm === null ? site.name : `${site.name}, ${site.borderKm} km`)],
    [both('依据', 'grounds'), `${wordFor('grounds', grounds.kind)} <code>${escaped(grounds.id)}</code>`],
    [both('移送方', 'sender'), nameOf(sender)],
    [both('被移送方', 'suspected side'), respondent === null ? '–' : nameOf(respondent)],
    [both('现承办方', 'owner'), nameOf(owner)],
    [both('责令改正至', 'to be rectified by'), order === null ? '–' : time.minute(order.limitAt)],
    [
      both('冻结版本', 'frozen version'),
      frozen === null ? '–' : `<code>${escaped(frozen.hash)}</code> (${frozen.entries})`,
    ],
  ];
  const signed = signatures.map(({ jurisdiction, person, at }) => [
    nameOf(jurisdiction),
    escaped(person),
    time.minute(at),
  ]);
  const owed = [...clocks.closed, ...clocks.open].map((one) => {
    const ended = 'outcome' in one ? one.outcome : 'open';
    const word = wordFor('outcome', ended);
    const mark = ended === 'kept' || ended === 'void' ? word : `<span class="late">${word}</span>`;
    return [
      nameOf(one.by),
      wordFor('duty', one.duty),
      time.minute(one.from),
      time.minute(one.dueAt),
      mark,
      String(one.fired),
    ];
  });
  return [
    table([both('案件', 'case'), ''], facts),
    `<h2>${both('共同签署', 'Co-signatures')}</h2>`,
    table([both('辖区', 'jurisdiction'), both('签署人', 'signed by'), both('时间', 'time')], signed),
    `<h2>${both('时限', 'What was owed')}</h2>`,
    table(
      [
        both('辖区', 'jurisdiction'),
        both('责任', 'duty'),
        both('自', 'from'),
        both('至', 'due'),
        both('结果', 'outcome'),
        both('上报次数', 'told upwards'),
      ],
      owed,
    ),
  ];
}
