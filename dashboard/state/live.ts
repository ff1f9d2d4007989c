import { effect } from '@preact/signals';
import type { LiveMessage } from '../../api/contract.ts';
import { EVENT_CURSOR, moveCursor } from '../live/event-cursor.ts';
import type { LiveSocket } from '../live/live-client.ts';
import { LiveClient } from '../live/live-client.ts';
import { leave, me } from '../session/session.ts';
import { sessionToken } from '../session/token.ts';
import { forgetAlerts, loadAlerts, takeAlert } from './alerts.ts';
import { fixClock } from './clock.ts';
import { takeSnapshot, takeUpdate } from './latest.ts';
import { caughtUp, connections, takeLink } from './link.ts';
import { protocolChanges } from './protocol.ts';
import { loadRegion, regionLoaded, regionName } from './region.ts';

let cursor = EVENT_CURSOR;

/** Opens the live channel and lets every message find its place. */
export function startLive(): void {
  const client = new LiveClient(
    {
      connect: openSocket,
      after: (delayMs, run) => {
        const timer = setTimeout(run, delayMs);
        return () => clearTimeout(timer);
      },
      random: Math.random,
    },
    { lastSeq: () => cursor.lastSeq, token: sessionToken, refused: forgetToken, message: takeMessage, link: takeLink },
  );
  client.start();
  let person = me.peek()?.id;
  effect(() => {
    if (me.value?.id === person) return;
    person = me.value?.id;
    client.renew();
  });
  addEventListener('online', () => client.wake());
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) client.wake();
  });
}

function openSocket(): LiveSocket {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}/api/v1/live`);
  const handle: LiveSocket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (text) => socket.send(text),
    close: () => socket.close(),
  };
  socket.onopen = () => handle.onopen?.();
  socket.onmessage = (event) => handle.onmessage?.({ data: event.data });
  socket.onclose = (event) => handle.onclose?.(event.code);
  return handle;
}

/** The page then shows that nobody is signed in. Somebody else may have signed in meanwhile. */
function forgetToken(token: string): void {
  if (token === sessionToken()) leave();
}

function takeMessage(message: LiveMessage): void {
  switch (message.type) {
    case 'hello': {
      fixClock(Date.parse(message.data.serverNow), message.data.clockRate);
      regionName.value = message.data.region;
      connections.value += 1;
      const { state, outcome } = moveCursor(cursor, { type: 'hello', seq: message.data.seq });
      cursor = state;
      if (outcome === 'reset') forgetAlerts();
      if (outcome !== 'resumed') void loadAlerts(cursor.lastSeq);
      if (!regionLoaded.value) void loadRegion();
      return;
    }
    case 'heartbeat':
      fixClock(Date.parse(message.data.serverNow));
      return;
    case 'gap':
      cursor = moveCursor(cursor, { type: 'gap', seq: message.data.seq }).state;
      void loadAlerts(cursor.lastSeq);
      return;
    case 'snapshot':
      takeSnapshot(message.data);
      return;
    case 'update':
      takeUpdate(message.data);
      return;
    case 'alert':
    case 'entry':
    case 'grade': {
      const { state, outcome } = moveCursor(cursor, { type: 'event', seq: message.seq });
      cursor = state;
      if (outcome === 'duplicate') return;
      if (message.type === 'alert') takeAlert(message.data, outcome === 'news');
      else protocolChanges.value += 1;
      if (outcome === 'replay') caughtUp.value = state.replayed;
      return;
    }
  }
}
