import type { StartContender } from './contender.ts';
import { sentReadings } from './sent-reading.ts';
import { connectSession } from './session.ts';

/** mqtt.js and JSON.parse, acknowledged by the library, stored nowhere: the ceiling of this broker and this library. */
export const startBare: StartContender = async ({ mqttUrl }, tally) => {
  const { client, subscribe } = await connectSession(mqttUrl, { quiet: false });
  client.on('message', (_topic, payload) => {
    tally.commit(sentReadings(payload).length);
  });
  await subscribe();
  return {
    async stop() {
      await client.endAsync();
      return {};
    },
  };
};
