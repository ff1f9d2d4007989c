import { formatIso } from '../../domain/time.ts';
import type { Issued } from '../../ingest/credentials/credential-book.ts';
import { mqttUsername } from '../../ingest/credentials/mqtt-username.ts';
import { type Credential, isValidAt } from '../../store/credentials.ts';

/** A new credential as it is printed, this once: with its secret. */
export function issuedLine({ credential, secret }: Issued, json: boolean): string {
  const { id, station, kind, generation } = credential;
  const username = kind === 'mqtt' ? mqttUsername(credential) : undefined;
  if (json) return JSON.stringify({ station, kind, generation, id, username, secret });
  return [station, kind, ...(username === undefined ? [] : [`username ${username}`]), secret].join('\t');
}

/** A credential in a list: without its hash. */
export function credentialLine(
  credential: Credential,
  options: { readonly now: number; readonly json: boolean },
): string {
  const { id, station, kind, generation, createdAt, validUntil, endReason } = credential;
  const valid = isValidAt(credential, options.now);
  const until = validUntil === undefined ? undefined : formatIso(validUntil);
  if (options.json) {
    const createdIso = formatIso(createdAt);
    return JSON.stringify({
      station,
      kind,
      generation,
      id,
      valid,
      createdAt: createdIso,
      validUntil: until,
      endReason,
    });
  }
  const state = valid
    ? `valid 有效${until === undefined ? '' : ` until 至 ${until}`}`
    : `${endReason === 'revoked' ? 'revoked 已吊销' : 'rotated 已更换'} ${until ?? ''}`;
  return [station, kind, `#${generation}`, id, formatIso(createdAt), state].join('\t');
}
