import type { Certainty, ResponseType, Severity, Urgency } from './cap-words.ts';
import type { MessageStatus, MessageType } from './public-warning.ts';

export interface NamedValue {
  readonly valueName: string;
  readonly value: string;
}

export interface CapArea {
  readonly areaDesc: string;
  /** Each `lat,lon lat,lon ...`, degrees WGS 84, closed. */
  readonly polygon: readonly string[];
  readonly geocode: readonly NamedValue[];
}

/** The message in one language. */
export interface CapInfo {
  readonly language: 'zh-CN' | 'en-US';
  readonly category: readonly ('Env' | 'Health')[];
  readonly event: string;
  readonly responseType: readonly ResponseType[];
  readonly urgency: Urgency;
  readonly severity: Severity;
  readonly certainty: Certainty;
  readonly eventCode: readonly NamedValue[];
  readonly effective: string;
  readonly onset: string;
  readonly expires?: string;
  readonly senderName: string;
  readonly headline: string;
  readonly description: string;
  readonly instruction?: string;
  readonly web?: string;
  readonly contact?: string;
  readonly parameter: readonly NamedValue[];
  readonly area: readonly CapArea[];
}

/** An alert of OASIS CAP 1.2 in the standard's own words, as far as joint warnings need it. Times are as written on the wire. */
export interface CapAlert {
  readonly identifier: string;
  readonly sender: string;
  readonly sent: string;
  readonly status: MessageStatus;
  readonly msgType: MessageType;
  readonly scope: 'Public' | 'Restricted' | 'Private';
  readonly restriction?: string;
  readonly addresses?: string;
  readonly note?: string;
  readonly references?: string;
  readonly incidents: string;
  readonly info: readonly CapInfo[];
}
