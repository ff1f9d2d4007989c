import type { Position, Recommendation, Silence } from '../../domain/warning/warning.ts';
import type { WarningEvent } from '../../domain/warning/warning-event.ts';

/** The newest consultation of a warning. */
export interface Consultation {
  readonly round: number;
  readonly asked: readonly string[];
  readonly needed: number;
  readonly silence: Silence;
  /** In the order in which they came; the newest of each member. `at` is epoch ms. */
  readonly positions: readonly (Position & { readonly member: string })[];
  /** null: it is not over. */
  readonly recommendation: Recommendation | null;
}

/** Read from the events, because the warning itself forgets its consultation when it is decided. `events` in their order. */
export function consultationOf(events: readonly WarningEvent[]): Consultation | null {
  let consultation: Consultation | null = null;
  let round = 0;
  for (const event of events) {
    if (event.type === 'warning.proposed') round = event.data.round;
    else if (event.type === 'warning.consultation_opened') {
      const { asked, needed, silence } = event.data;
      consultation = { round, asked, needed, silence, positions: [], recommendation: null };
    } else if (consultation !== null) consultation = withAnswer(consultation, event);
  }
  return consultation;
}

function withAnswer(consultation: Consultation, { type, at, data }: WarningEvent): Consultation {
  if (type === 'warning.position_taken') {
    const { member, position, grade, reason, answeredBy } = data;
    return withPosition(consultation, {
      member,
      position,
      at,
      ...(grade === undefined ? {} : { grade }),
      ...(reason === undefined ? {} : { reason }),
      ...(answeredBy === undefined ? {} : { answeredBy }),
    });
  }
  if (type === 'warning.silence_noted' && data.meaning !== 'escalates') {
    return withPosition(consultation, { member: data.member, position: 'silent', at });
  }
  if (type === 'warning.consulted') {
    const { grade, supporters, needed } = data;
    return { ...consultation, recommendation: { grade, supporters, needed } };
  }
  return consultation;
}

function withPosition(consultation: Consultation, position: Consultation['positions'][number]): Consultation {
  const others = consultation.positions.filter(({ member }) => member !== position.member);
  return { ...consultation, positions: [...others, position] };
}
