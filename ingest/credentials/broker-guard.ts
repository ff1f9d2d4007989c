import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { AuthenticateError, Client, Subscription } from 'aedes';
import type { Station } from '../../domain/air/station.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Counters } from '../counters.ts';
import type { ForecasterBook } from '../forecast/forecaster-book.ts';
import type { Log } from '../log.ts';
import { forecastReceiptsTopic, parseForecastTopic } from '../mqtt/topics.ts';
import { PacedLine } from '../rate/paced-line.ts';
import { RateLimiter } from '../rate/rate-limiter.ts';
import type { Rate } from '../rate/token-bucket.ts';
import type { StationRegistry } from '../registry.ts';
import type { DeclaredTopics } from './declared-topics.ts';
import { stationOfUsername } from './mqtt-username.ts';
import type { StationAuthenticator } from './station-authenticator.ts';
import { mayPublish, maySubscribe } from './topic-rights.ts';

export interface BrokerGuardOptions {
  readonly authenticator: StationAuthenticator;
  readonly registry: StationRegistry;
  /** Topics that stations have besides those of the contract. */
  readonly declared?: readonly DeclaredTopics[];
  /** Who logs in to issue forecasts, by the name of the issuer. */
  readonly forecasters?: ForecasterBook;
  /** Messages of one station; absent: as fast as it can. */
  readonly rate?: Rate;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly log: Log;
}

interface Session {
  readonly city: string;
  readonly station: string;
  /** Not a station: `station` is the name of an issuer of forecasts, `city` empty. */
  readonly isForecaster?: true;
  /** Absent: by certificate. */
  readonly credentialId?: string;
  readonly line: PacedLine | undefined;
}

/** MQTT 3.1.1 table 3.1, CONNACK return codes. */
const SERVER_UNAVAILABLE = 3;
const BAD_USER_NAME_OR_PASSWORD = 4;
/** How soon an open connection notices that its credential has ended. */
const RECHECK_MS = 10_000;

/** Who may connect to the embedded broker, what each may say and hear there, and how fast. */
export class BrokerGuard {
  readonly #options: BrokerGuardOptions;
  /** Outlives the connection: its last will is authorised after its end. */
  readonly #sessions = new WeakMap<Client, Session>();
  readonly #open = new Set<Client>();
  readonly #limiter: RateLimiter | undefined;
  #cancelRecheck: (() => void) | undefined;

  constructor(options: BrokerGuardOptions) {
    this.#options = options;
    this.#limiter = options.rate === undefined ? undefined : new RateLimiter(options.rate);
  }

  /** Aedes' `authenticate`. A client certificate stands for a password; a user name beside it must name the same station. */
  authenticate(
    client: Client,
    username: string | undefined,
    password: Uint8Array | undefined,
    done: (error: AuthenticateError | null, success: boolean | null) => void,
  ): void {
    const { counters, log } = this.#options;
    const from = (client.conn as Socket).remoteAddress ?? '';
    this.#identify(client, { username, password, from }).then(
      (found) => {
        if (typeof found !== 'string') {
          this.#admitted(client, found);
          done(null, true);
          return;
        }
        counters.loginsRefused++;
        log.warn({ client: client.id, username, from, reason: found }, 'the embedded broker refused a connection');
        done(refusal(BAD_USER_NAME_OR_PASSWORD), false);
      },
      (error: unknown) => {
        log.error({ err: error, client: client.id }, 'the credentials cannot be read; the station is to try again');
        done(refusal(SERVER_UNAVAILABLE), false);
      },
    );
  }

  /**
   * Calls `decide` once, perhaps later: without a reason the message may be taken. With one the connection is to be cut, as
   * MQTT 3.1.1 knows no other refusal and a PUBACK would say that we have the message; so it stays in the station's memory.
   */
  admit(
    client: Client,
    /** `idle`: nobody reads this topic and the message asks for no PUBACK, so it may as well be let pass. */
    message: { readonly topic: string; readonly idle: boolean },
    decide: (reason?: string) => void,
  ): void {
    const { counters } = this.#options;
    const { topic, idle } = message;
    const session = this.#sessions.get(client);
    if (session === undefined || !(idle || this.#mayPublish(session, topic))) {
      counters.publishesForbidden++;
      decide(`${session?.station ?? 'somebody unknown'} may not publish to ${topic}`);
      return;
    }
    if (session.line === undefined) decide();
    else if (session.line.enter(() => decide())) counters.messagesDelayed++;
  }

  /** Aedes' `authorizeSubscribe`: a forbidden filter gets 0x80 in the SUBACK, the others of the packet are granted. */
  subscribe(
    client: Client,
    subscription: Subscription,
    done: (error: Error | null, subscription?: Subscription | null) => void,
  ): void {
    const session = this.#sessions.get(client);
    if (session !== undefined && this.#maySubscribe(session, subscription.topic)) {
      done(null, subscription);
      return;
    }
    this.#options.counters.subscriptionsForbidden++;
    done(null, null);
  }

  /** The station or the issuer of forecasts that has logged in. */
  senderOf(client: Client): string | undefined {
    return this.#sessions.get(client)?.station;
  }

  stop(): void {
    this.#cancelRecheck?.();
    this.#cancelRecheck = undefined;
    for (const client of this.#open) this.#sessions.get(client)?.line?.drop();
    this.#open.clear();
  }

  #mayPublish(session: Session, topic: string): boolean {
    if (session.isForecaster === true) {
      const city = parseForecastTopic(topic);
      return city !== undefined && (this.#options.forecasters?.mayIssue(session.station, city) ?? false);
    }
    if (mayPublish(session, topic)) return true;
    return this.#options.declared?.some((topics) => topics.stationOf(topic) === session.station) ?? false;
  }

  #maySubscribe(session: Session, filter: string): boolean {
    if (session.isForecaster !== true) return maySubscribe(session, filter);
    // Its own cities by name: a wildcard would hear others.
    const city = filter.split('/')[2] ?? '';
    const mayIssue = this.#options.forecasters?.mayIssue(session.station, city) ?? false;
    return mayIssue && !/[+#]/.test(filter) && filter === forecastReceiptsTopic(city);
  }

  /** Who it is, or why not. */
  async #identify(
    client: Client,
    claim: { readonly username: string | undefined; readonly password: Uint8Array | undefined; readonly from: string },
  ): Promise<Omit<Session, 'line'> | string> {
    const { authenticator, registry, forecasters } = this.#options;
    const { username, password, from } = claim;
    const isStation = (id: string) => registry.get(id) !== undefined;
    if (username !== undefined && forecasters?.has(username) && !isStation(username)) {
      if (password === undefined) return 'no_password';
      // Nothing to slow down: a token of 20 characters and more cannot be tried through, and one SHA-256 costs us nothing.
      const known = forecasters.isPassword(username, Buffer.from(password).toString());
      return known ? { city: '', station: username, isForecaster: true } : 'wrong_secret';
    }
    const named = username === undefined ? undefined : stationOfUsername(username, isStation);
    const certified = certifiedName(client);
    const station: Station | undefined = registry.get(certified ?? named ?? '');
    if (station === undefined) return 'unknown_station';
    const { city, id } = station;
    if (certified !== undefined)
      return named === undefined || named === id ? { city, station: id } : 'wrong_certificate';
    if (password === undefined) return 'no_password';
    const text = Buffer.from(password).toString();
    const verdict = await authenticator.verifyPassword({ kind: 'mqtt', station: id, password: text, from });
    return verdict.ok ? { city, station: id, credentialId: verdict.credentialId } : verdict.reason;
  }

  #admitted(client: Client, identity: Omit<Session, 'line'>): void {
    const { clock } = this.#options;
    const { station: key } = identity;
    const limiter = this.#limiter;
    const line = limiter === undefined ? undefined : new PacedLine({ key, limiter, clock });
    this.#sessions.set(client, { ...identity, line });
    this.#open.add(client);
    client.conn.once('close', () => {
      line?.drop();
      this.#open.delete(client);
    });
    // A session belongs to its station: another one with the same client id would take it over, with the receipts in it.
    Object.assign(client, { id: `${identity.station}/${client.id}` });
    this.#scheduleRecheck();
  }

  #scheduleRecheck(): void {
    this.#cancelRecheck ??= this.#options.clock.after(RECHECK_MS, () => {
      this.#recheck()
        .catch((error: unknown) => this.#options.log.warn({ err: error }, 'open connections could not be checked'))
        .finally(() => {
          this.#cancelRecheck = undefined;
          if (this.#open.size > 0) this.#scheduleRecheck();
        });
    });
  }

  async #recheck(): Promise<void> {
    const { authenticator, registry, log } = this.#options;
    for (const client of [...this.#open]) {
      const session = this.#sessions.get(client);
      if (session === undefined) continue;
      const { station, city, credentialId, isForecaster } = session;
      if (isForecaster === true) continue;
      const registered = registry.get(station)?.city === city;
      if (registered && (credentialId === undefined || (await authenticator.isStillValid(credentialId)))) continue;
      log.warn({ station, registered }, 'a station is cut off: its credential has ended, or it is not registered');
      client.conn.destroy();
    }
  }
}

/** The common name of a certificate that our CA has signed. */
function certifiedName({ conn }: Client): string | undefined {
  if (!(conn instanceof TLSSocket) || !conn.authorized) return undefined;
  const name = conn.getPeerCertificate().subject?.CN;
  return typeof name === 'string' ? name : undefined;
}

function refusal(returnCode: number): AuthenticateError {
  return Object.assign(new Error(''), { returnCode });
}
