import { LocationProvider, Route, Router } from 'preact-iso';
import { ExerciseBar } from './parts/exercise-bar.tsx';
import { Header } from './parts/header.tsx';
import { LinkBar } from './parts/link-bar.tsx';
import { PageTitle } from './parts/page-title.tsx';
import { Rail } from './parts/rail.tsx';
import { SkewNotice } from './parts/skew-notice.tsx';
import { Alerts } from './screens/alerts.tsx';
import { NotFound } from './screens/not-found.tsx';
import { onDemand } from './screens/on-demand.tsx';
import { Overview } from './screens/overview.tsx';
import { Station } from './screens/station.tsx';
import { Stations } from './screens/stations.tsx';
import { link } from './state/link.ts';
import { words } from './words/language.ts';

const Warnings = onDemand(() => import('./screens/warnings.tsx').then((file) => file.Warnings));
const Warning = onDemand(() => import('./screens/warning.tsx').then((file) => file.Warning));
const Cases = onDemand(() => import('./screens/cases.tsx').then((file) => file.Cases));
const Case = onDemand(() => import('./screens/case.tsx').then((file) => file.Case));
const Notices = onDemand(() => import('./screens/notices.tsx').then((file) => file.Notices));
const Ledger = onDemand(() => import('./screens/ledger.tsx').then((file) => file.Ledger));
const SignIn = onDemand(() => import('./screens/sign-in.tsx').then((file) => file.SignIn));

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
        <ExerciseBar />
        <SkewNotice />
      </div>
      <Rail />
      <main id="main" class={link.value.state === 'down' ? 'link-lost' : ''} tabIndex={-1}>
        <Router>
          <Route path="/" component={Overview} />
          <Route path="/alerts" component={Alerts} />
          <Route path="/warnings" component={Warnings} />
          <Route path="/warnings/:id" component={Warning} />
          <Route path="/cases" component={Cases} />
          <Route path="/cases/:id" component={Case} />
          <Route path="/notices" component={Notices} />
          <Route path="/ledger" component={Ledger} />
          <Route path="/sign-in" component={SignIn} />
          <Route path="/stations" component={Stations} />
          <Route path="/stations/:id" component={Station} />
          <Route default component={NotFound} />
        </Router>
      </main>
    </LocationProvider>
  );
}
