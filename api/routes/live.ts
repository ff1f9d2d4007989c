import { createRoute } from '@hono/zod-openapi';
import type { ApiApp } from '../api-app.ts';
import { LiveHello, LiveMessage } from '../contract.ts';
import { LIVE_PATH } from '../live/upgrade.ts';
import { problemContent } from '../openapi-responses.ts';
import { ApiProblem } from '../problem.ts';

const route = createRoute({
  method: 'get',
  path: LIVE_PATH,
  summary: 'Live channel (WebSocket)',
  description:
    'Server to page: `LiveMessage`, one JSON text per message. Page to server: one `LiveHello`. A browser must be on the same ' +
    'host (Origin). After a reconnect send the newest `seq` you have: the events after it are replayed, or a `gap` says that ' +
    'there are too many.',
  responses: {
    101: { description: 'Switching to WebSocket.' },
    426: problemContent('`upgrade_required`: the request was not a WebSocket handshake.'),
  },
});

/** The upgrade itself never reaches the router: `LiveHub.attach` takes it from the server. */
export function addLiveRoute(app: ApiApp): void {
  app.openAPIRegistry.register('LiveMessage', LiveMessage);
  app.openAPIRegistry.register('LiveHello', LiveHello);
  app.openapi(route, (c) => {
    c.header('Upgrade', 'websocket');
    throw new ApiProblem('upgrade_required');
  });
}
