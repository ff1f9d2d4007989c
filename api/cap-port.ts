import type { PublicWarning } from '../domain/cap/public-warning.ts';
import type { CapSigner } from '../domain/cap/signed-cap-xml.ts';
import type { Text } from '../domain/rule/text.ts';

/** The documents of warnings; alerting makes them, `app/` says whose they are. */
export interface CapPort {
  readonly feed: {
    /** Stays the same for good; an IRI without `#`. */
    readonly id: string;
    readonly title: Text;
    readonly author: string;
    /** RFC 3339: how new a feed without a message is. */
    readonly since: string;
  };
  /** Scheme, host and port by which readers outside reach us; absent: as they asked. */
  readonly publicUrl?: string;
  /** In the order in which they were issued. */
  messages(): readonly PublicWarning[];
  get(identifier: string): PublicWarning | undefined;
  /** Whether the bearer of the token (undefined: none was sent) may read what is not for the public. */
  mayReadClosed(token: string | undefined): boolean;
  readonly signer: CapSigner;
}
