import type { ComponentChildren } from 'preact';
import type { CaseView } from '../../api/protocol-contract.ts';
import { dayTime } from '../format/beijing-time.ts';
import { DataName } from '../parts/data-name.tsx';
import { jurisdictionName } from '../state/names.ts';
import { protocolWords } from '../words/protocol-words.ts';

/** Who the parties are, what the case is about, and what has come of it so far. */
export function CaseFacts({ view }: { readonly view: CaseView }) {
  const { case: said, choices } = protocolWords.value;
  const { owner, sender, respondent, site, grounds, dispute, violation, order, fines, supervision, accidents } = view;
  const at = (iso: string) => dayTime(Date.parse(iso));
  return (
    <section class="panel" aria-label={said.parties}>
      <dl class="fact-list">
        <Fact name={said.owner} strong>
          <DataName text={jurisdictionName(owner)} />
        </Fact>
        <Fact name={said.sender}>
          <DataName text={jurisdictionName(sender)} />
        </Fact>
        <Fact name={said.respondent}>
          {respondent === null ? said.noRespondent : <DataName text={jurisdictionName(respondent)} />}
        </Fact>
        <Fact name={said.site}>
          <DataName text={site.name} />{' '}
          <span class="quiet">
            {site.borderKm === null ? null : `${said.border(String(site.borderKm))} · `}
            {said.strips[site.strip] ?? site.strip}
          </span>
        </Fact>
        <Fact name={said.grounds}>
          {choices.groundsKind[grounds.kind]}{' '}
          <span class="quiet">
            <DataName text={grounds.id} />
          </span>
        </Fact>
        <Fact name={said.opened}>
          <span class="number">{at(view.openedAt)}</span>
        </Fact>
        <Fact name={said.findings}>
          {violation === null ? said.violation.none : said.violation[violation ? 'yes' : 'no']}
        </Fact>
        <Fact name={said.orderTitle}>
          {order === null ? (
            said.noOrder
          ) : (
            <>
              {said.round(order.round)} · {said.served} <span class="number">{at(order.servedAt)}</span> · {said.limit}{' '}
              <b class="number">{at(order.limitAt)}</b>
              {order.dailyFine === null ? null : (
                <span class="quiet"> · {said.dailyFine(order.dailyFine.yuanPerDay)}</span>
              )}
            </>
          )}
        </Fact>
        {fines.map((fine) => (
          <Fact key={fine.fromDay} name={`${fine.fromDay} – ${fine.toDay}`}>
            {said.fineSum(fine.days, fine.yuan)}
          </Fact>
        ))}
        {dispute === null ? null : (
          <Fact name={said.dispute} strong>
            {said.disputeCauses[dispute.cause]} · {said.arbiter} <DataName text={jurisdictionName(dispute.arbiter)} />{' '}
            <span class="quiet number">{at(dispute.at)}</span>{' '}
            {dispute.reason === null ? null : <DataName text={dispute.reason} />}
          </Fact>
        )}
        {supervision === null ? null : (
          <Fact name={said.supervision} strong>
            <DataName
              text={
                supervision.state === 'proposed' || supervision.until === null
                  ? said.supervisionProposed(jurisdictionName(supervision.by))
                  : said.supervisionListed(jurisdictionName(supervision.by), at(supervision.until))
              }
            />
          </Fact>
        )}
        {accidents.map((accident) => (
          <Fact key={accident.id} name={`${said.accidents} ${accident.id} · ${said.accident(accident.level)}`}>
            {said.notified}: <DataName text={accident.notified.map(jurisdictionName).join(' · ') || '—'} /> ·{' '}
            {said.verified}: <DataName text={accident.verified.map(jurisdictionName).join(' · ') || '—'} />
          </Fact>
        ))}
      </dl>
    </section>
  );
}

interface FactProps {
  readonly name: string;
  readonly strong?: boolean;
  readonly children: ComponentChildren;
}

function Fact({ name, strong = false, children }: FactProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={strong ? 'strong' : undefined}>{children}</dd>
    </div>
  );
}
