import type { Concentrations } from '../../domain/air/concentrations.ts';
import type { IndexReport } from '../../domain/air/index-report.ts';

/** A station, or a city with the stations that make its mean. */
export interface IndexSubject {
  readonly kind: 'station' | 'city';
  readonly id: string;
  /** Ids of the stations behind it; background stations are not behind their city. */
  readonly members: readonly string[];
}

/** The index of one subject for one hour or natural day. */
export interface SubjectIndex {
  readonly kind: IndexSubject['kind'];
  readonly id: string;
  /** End of the hour or day, epoch ms. */
  readonly at: number;
  readonly report: 'hourly' | 'daily';
  readonly index: IndexReport;
  readonly concentrations: Concentrations;
  /** Cities only. */
  readonly stations?: { readonly valid: number; readonly total: number };
}
