import type { Grade } from '../grade/grade.ts';
import type { Text } from '../rule/text.ts';

/** First issue; up- or downgrade or correction; lift or withdrawal. CAP 1.2, 3.2.1 `msgType`. */
export type MessageType = 'Alert' | 'Update' | 'Cancel';

/** Real; drill; technical test; recommendation that nobody has issued yet. CAP 1.2, 3.2.1 `status`. */
export type MessageStatus = 'Actual' | 'Exercise' | 'Test' | 'Draft';

/** What names one message for good. It is kept, so that later messages can refer to it. */
export interface MessageKey {
  /** Unique for the sender, see `messageIdentifier`. No space, comma, `<` or `&`. */
  readonly identifier: string;
  /** Who issues, as a name unique in the world: a domain or an address of mail. No space, comma, `<` or `&`. */
  readonly sender: string;
  readonly status: MessageStatus;
  /** Epoch ms. Parts of a second are cut off wherever it is written. */
  readonly sentAt: number;
  /** Of the region, `+08:00`: a reference repeats the time of its message letter by letter. */
  readonly utcOffset: string;
  /** Chinese profile: 14 digits of the issuing unit, GB/T 2260 area (6), GB/T 4657 agency (3), inner unit (3), extension (2). */
  readonly unitCode?: string;
  /** Chinese profile: 0 to 9, counts what one unit sends in the same second. */
  readonly serial: number;
}

/** A closed line of [longitude, latitude], degrees WGS 84, as in GeoJSON. */
export type Ring = readonly (readonly [number, number])[];

export interface WarnedCity {
  readonly name: Text;
  /** GB/T 2260, six digits; cities outside China have none. */
  readonly code?: string;
  /** Outer borders. */
  readonly polygons?: readonly Ring[];
}

/** Whom the message is for. Only an authorised issuer makes it public; that is decided before, not here. */
export type Audience =
  | { readonly scope: 'Public' }
  | { readonly scope: 'Restricted'; readonly restriction: string }
  | { readonly scope: 'Private'; readonly addresses: readonly string[] };

/** One message of a joint warning, as it is given to the public, to member cities or to other systems. */
export interface PublicWarning {
  readonly key: MessageKey;
  /** Id of the warning, the same in all its messages. */
  readonly warning: string;
  readonly type: MessageType;
  /** Ozone and dust are health notices without a colour. */
  readonly event: 'heavy_pollution' | 'ozone' | 'dust';
  /** GB/T 35561 code of the event; the Chinese profile needs it. */
  readonly eventType?: string;
  /** Of a Cancel: the grade that ends. `none`: a notice without colour. */
  readonly grade: Grade;
  /** What it rests on: measured; forecast and agreed in consultation; a model alone. */
  readonly basis: 'measured' | 'agreed' | 'model';
  readonly audience: Audience;
  /** At least one. */
  readonly cities: readonly WarnedCity[];
  /** Epoch ms; start of the response, and its end where that is known. */
  readonly onsetAt: number;
  readonly expiresAt?: number;
  readonly issuer: { readonly name: Text; readonly contact?: string; readonly web?: string };
  /** Without marks of a drill: these are added. */
  readonly headline: Text;
  readonly description: Text;
  readonly instruction?: Text;
  /** Anything more for machines: AQI series, primary pollutants, level of measures, time of the report back. */
  readonly parameters?: readonly { readonly name: string; readonly value: string }[];
  /** The messages that this one replaces: all of the warning that are still live. Empty for an Alert. */
  readonly references: readonly MessageKey[];
}
