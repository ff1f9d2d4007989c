import { LocationProvider, Route, Router } from 'preact-iso';
import { Header } from './parts/header.tsx';
import { LinkBar } from './parts/link-bar.tsx';
import { PageTitle } from './parts/page-title.tsx';
import { Rail } from './parts/rail.tsx';
import { SkewNotice } from './parts/skew-notice.tsx';
import { Alerts } from './screens/alerts.tsx';
import { NotFound } from './screens/not-found.tsx';
import { Overview } from './screens/overview.tsx';
import { Station } from './screens/station.tsx';
import { Stations } from './screens/stations.tsx';
import { link } from './state/link.ts';
import { words } from './words/language.ts';

/** The frame of every page. While the link is down the content loses its colour but stays usable. */
export function App() {
  return (
    <LocationProvider>
      <a class="skip" href="#main">
        {words.value.skip}
      </a>
      <PageTitle />
      <Header />
      <div class="bars">
        <LinkBar />
        <SkewNotice />
      </div>
      <Rail />
      <main id="main" class={link.value.state === 'down' ? 'link-lost' : ''} tabIndex={-1}>
        <Router>
          <Route path="/" component={Overview} />
          <Route path="/alerts" component={Alerts} />
          <Route path="/stations" component={Stations} />
          <Route path="/stations/:id" component={Station} />
          <Route default component={NotFound} />
        </Router>
      </main>
    </LocationProvider>
  );
}
