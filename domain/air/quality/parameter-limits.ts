/** Where doubt begins and where belief ends; a null `fail` means that this test alone never rejects a value. */
export interface Threshold {
  readonly suspect: number;
  readonly fail: number | null;
}

export interface Range {
  readonly fail_below: number;
  readonly suspect_below: number;
  readonly suspect_above: number;
  readonly fail_above: number;
}

export interface FlatLine {
  /** A run is flat while its highest and lowest value differ by less than this. */
  readonly tolerance: number;
  readonly suspect_hours: number;
  readonly fail_hours: number | null;
  /** Hours at or below it do not count: the detection limit, or calm. */
  readonly floor: number | null;
  /** Hours at or above it do not count, e.g. saturated air. */
  readonly ceiling: number | null;
  /** As `floor`, but only at night: ozone is used up then. */
  readonly night_floor: number | null;
}

/** Multiples of the neighbours' median absolute deviation (MAD). */
export interface Spatial extends Threshold {
  /** The MAD is taken as at least this, in the parameter's unit: three neighbours that agree by chance prove little. */
  readonly least_spread: number;
  /** ... and as at least this share of their median. */
  readonly least_share: number;
}

export interface CalibrationAge {
  readonly suspect_days: number;
  readonly fail_days: number | null;
}

/** What one parameter is held against, in its own unit (`UNITS`). A test that is null is not made. */
export interface ParameterLimits {
  readonly range: Range;
  readonly step: Threshold | null;
  readonly spike: Threshold | null;
  readonly flat_line: FlatLine | null;
  readonly spatial: Spatial | null;
  readonly calibration: CalibrationAge | null;
}
