import type { Parameter } from './parameter.ts';

/** A registered station. `id` is unique in the region and is a level of the MQTT topic. */
export interface Station {
  readonly id: string;
  readonly name: string;
  /** Absent: `name` in both languages. */
  readonly nameEn?: string;
  readonly city: string;
  readonly lon: number;
  readonly lat: number;
  /** Background (control) stations are watched but left out of the city mean. */
  readonly background: boolean;
  /** Who keeps it running. */
  readonly operator?: string;
  /** Whether the station stamps a period by its start or its end. Inside the program it is always the end. */
  readonly periodLabel: 'start' | 'end';
  /** Measures PM by scattered light, which counts water as dust (QC-8). */
  readonly opticalPm?: boolean;
  /** Upper ends of its instruments' measuring ranges, where they are known (QC-3). */
  readonly fullScale?: Readonly<Partial<Record<Parameter, number>>>;
}
