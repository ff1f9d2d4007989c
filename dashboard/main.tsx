import './styles/index.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { resumeSession } from './session/session.ts';
import { loadAlerts } from './state/alerts.ts';
import { startClock } from './state/clock.ts';
import { startLive } from './state/live.ts';
import { startProtocol } from './state/protocol.ts';
import { loadRegion } from './state/region.ts';
import { startSettings } from './state/settings.ts';

startSettings();
startClock();
// Before the live channel opens: its first word says whose page this is.
void resumeSession();
startProtocol();
startLive();
// Asked beside the live channel, so that a page behind a proxy that breaks WebSockets still shows what is stored.
void loadRegion();
void loadAlerts(0);

const root = document.getElementById('app');
if (root !== null) render(<App />, root);
