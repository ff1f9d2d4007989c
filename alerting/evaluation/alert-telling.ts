import type { HourGrid } from '../../domain/air/hour-grid.ts';
import { type AlertEvent, alertId } from '../../domain/alert/alert.ts';
import type { Rule } from '../../domain/rule/rule.ts';
import type { Subject } from '../../domain/rule/subject.ts';
import type { Text } from '../../domain/rule/text.ts';
import { alertMessage } from '../alert-message.ts';
import { figureOf, leadOf } from './lead.ts';
import type { RegionMap } from './region-map.ts';
import type { Happening } from './rule-watch.ts';

/** Makes the events of the ledger out of what the rules found. */
export class AlertTelling {
  readonly #map: RegionMap;
  readonly #grid: HourGrid;
  readonly #cityNames: ReadonlyMap<string, Text>;
  readonly #regionName: Text;

  constructor(options: {
    readonly map: RegionMap;
    readonly grid: HourGrid;
    readonly cityNames: ReadonlyMap<string, Text>;
    readonly regionName: Text;
  }) {
    this.#map = options.map;
    this.#grid = options.grid;
    this.#cityNames = options.cityNames;
    this.#regionName = options.regionName;
  }

  /** `changedFrom`: the oldest hour that late data changed; `newest`: the newest hour that is closed. */
  eventOf(
    rule: Rule,
    happening: Happening,
    context: { readonly changedFrom: number | undefined; readonly newest: number },
  ): AlertEvent {
    const grid = this.#grid;
    const subject = this.#map.subject(rule.on, happening.subject);
    const idOf = (raised: number) => alertId(rule.id, subject, grid.endOf(raised));
    const { changedFrom } = context;
    const about = {
      rule: rule.id,
      subject,
      ...(changedFrom === undefined ? {} : { changedFrom: grid.endOf(changedFrom) }),
    };
    const at = grid.endOf(context.newest);
    switch (happening.kind) {
      case 'raised': {
        const { judgement, hour } = happening;
        const lead = leadOf(judgement);
        return {
          type: 'alert.raised',
          at: grid.endOf(hour),
          data: {
            alert: idOf(hour),
            ...about,
            priority: rule.priority,
            quantity: figureOf(lead),
            value: lead.value ?? null,
            limit: lead.limit ?? null,
            message: alertMessage(rule, { lead, name: this.#nameOf(subject), nameOf: (id) => this.#nameOfId(id) }),
            reason: judgement.reason,
            ...(rule.shadow ? { shadow: true } : {}),
            explanation: judgement,
          },
        };
      }
      case 'returned': {
        const { judgement, hour, raised } = happening;
        const lead = leadOf(judgement);
        return {
          type: 'alert.returned',
          at: grid.endOf(hour),
          data: {
            alert: idOf(raised),
            ...about,
            quantity: figureOf(lead),
            value: lead.value ?? null,
            limit: lead.limit ?? null,
            reason: judgement.reason,
            explanation: judgement,
          },
        };
      }
      case 'corrected': {
        const { raised, returned, value } = happening;
        const returnedAt = returned === null ? null : grid.endOf(returned);
        const data = { alert: idOf(raised), ...about, value, returnedAt, reason: 'data_changed' };
        return { type: 'alert.corrected', at, data };
      }
      case 'withdrawn':
        return {
          type: 'alert.withdrawn',
          at,
          data: { alert: idOf(happening.raised), ...about, reason: 'data_changed' },
        };
    }
  }

  #nameOf({ kind, id }: Subject): Text {
    if (kind === 'region') return this.#regionName;
    if (kind !== 'pair') return this.#nameOfId(id);
    const [from = '', to = ''] = id.split('>');
    const [a, b] = [this.#nameOfId(from), this.#nameOfId(to)];
    return { zh: `${a.zh}→${b.zh}`, en: `${a.en} to ${b.en}` };
  }

  #nameOfId(id: string): Text {
    const city = this.#cityNames.get(id);
    if (city !== undefined) return city;
    const station = this.#map.stationNumber(id);
    const { name, nameEn = name } = (station === undefined ? undefined : this.#map.stations[station]) ?? { name: id };
    return { zh: name, en: nameEn };
  }
}
