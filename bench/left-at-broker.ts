import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'mqtt';
import { SESSION } from './contenders/session.ts';

const LISTEN_MS = 400;

/**
 * Takes over the contender's session and counts what the broker still delivers: messages that were not acknowledged. A
 * contender that is fast because it owes its PUBACKs shows here.
 */
export async function leftAtBroker(mqttUrl: string): Promise<number> {
  let left = 0;
  const client = connect(mqttUrl, { ...SESSION, connectTimeout: 5_000 });
  // Before CONNACK: a resumed session delivers right after it.
  client.handleMessage = (_packet, done) => {
    left++;
    done();
  };
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve());
      client.once('error', reject);
      client.once('close', () => reject(new Error('the broker did not let us look at the session')));
    });
    for (let seen = -1; seen !== left; ) {
      seen = left;
      await delay(LISTEN_MS);
    }
  } finally {
    await client.endAsync(true);
  }
  return left;
}
