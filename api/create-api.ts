import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { requestId } from 'hono/request-id';
import type { ApiApp } from './api-app.ts';
import { badQuery } from './bad-query.ts';
import { addDashboard } from './dashboard-files.ts';
import type { ApiDeps } from './deps.ts';
import { handleError } from './handle-error.ts';
import { LatestState } from './live/latest-state.ts';
import { LiveHub } from './live/live-hub.ts';
import type { LiveLimits } from './live/live-limits.ts';
import { primeLatest } from './live/prime-latest.ts';
import { ApiProblem, problemResponse } from './problem.ts';
import { addAlertRoutes } from './routes/alerts.ts';
import { addBalanceRoutes } from './routes/balance.ts';
import { addCapRoutes } from './routes/cap.ts';
import { addCaseRoutes } from './routes/cases.ts';
import { addCheckpointRoutes } from './routes/checkpoint.ts';
import { addCityRoutes } from './routes/cities.ts';
import { addDemoRoutes } from './routes/demo.ts';
import { addEvidenceRoutes } from './routes/evidence.ts';
import { addForecastRoutes } from './routes/forecasts.ts';
import { addHealthRoutes } from './routes/health.ts';
import { addIndexRoutes } from './routes/indices.ts';
import { addLedgerRoute } from './routes/ledger.ts';
import { addLiveRoute } from './routes/live.ts';
import { addMetricsRoute } from './routes/metrics.ts';
import { addNoticeRoutes } from './routes/notices.ts';
import { addOpenApiRoute } from './routes/openapi.ts';
import { addOverruleRoutes } from './routes/overrules.ts';
import { addPartyRoutes } from './routes/parties.ts';
import { addPushRoutes } from './routes/push.ts';
import { addQualityRoutes } from './routes/quality.ts';
import { addReadingRoutes } from './routes/readings.ts';
import { addRevisionRoutes } from './routes/revisions.ts';
import { addRuleRoutes } from './routes/rules.ts';
import { addStationRoutes } from './routes/stations.ts';
import { addWarningRoutes } from './routes/warnings.ts';
import { securityHeaders } from './security-headers.ts';

export interface Api {
  readonly app: ApiApp;
  readonly hub: LiveHub;
  /** Fills the newest state from the store, so that a page opened right after a start is not empty. */
  prime(): Promise<void>;
  /** Says goodbye to the live pages and stops listening. */
  close(): void;
}

/** The whole HTTP surface; `serve` gives it a port, tests call `app.request`. */
export function createApi(deps: ApiDeps, options: { readonly live?: Partial<LiveLimits> } = {}): Api {
  const app: ApiApp = new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) throw badQuery(result.error.issues);
    },
  });
  const latest = new LatestState();
  const hub = new LiveHub({ ...deps, latest }, options.live);
  const unsubscribe = deps.live.subscribe((event) => hub.accept(event));

  app.use(requestId());
  app.use(securityHeaders());
  app.use(methodNotAllowed({ app, onMethodNotAllowed: refuseMethod }));
  addMetricsRoute(app, deps, hub);
  app.use('/api/*', async (c, next) => {
    await next();
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
  });
  addHealthRoutes(app, deps);
  addOpenApiRoute(app);
  addStationRoutes(app, deps, latest);
  addCityRoutes(app, deps);
  addReadingRoutes(app, deps);
  if (deps.push !== undefined) addPushRoutes(app, deps.push);
  const { balance, revisions, quality } = deps;
  if (quality !== undefined) {
    addQualityRoutes(app, { ...deps, quality });
    addOverruleRoutes(app, { ...deps, quality });
  }
  if (revisions !== undefined) addRevisionRoutes(app, { ...deps, revisions });
  if (balance !== undefined) addBalanceRoutes(app, { ...deps, balance });
  if (deps.forecasts !== undefined) addForecastRoutes(app, { ...deps, forecasts: deps.forecasts });
  if (deps.cap !== undefined) addCapRoutes(app, deps.cap);
  addIndexRoutes(app, { ...deps, readings: deps.usable ?? deps.readings });
  addAlertRoutes(app, deps);
  if (deps.rules !== undefined) addRuleRoutes(app, deps.rules);
  const { protocol, evidence } = deps;
  if (evidence !== undefined) addCheckpointRoutes(app, evidence);
  if (protocol !== undefined) {
    addPartyRoutes(app, { ...deps, protocol });
    addWarningRoutes(app, { ...deps, protocol });
    addCaseRoutes(app, { ...deps, protocol });
    addLedgerRoute(app, protocol);
    if (evidence !== undefined) addEvidenceRoutes(app, { evidence, protocol });
    if (protocol.notices !== undefined) addNoticeRoutes(app, protocol, protocol.notices);
  }
  if (deps.demo !== undefined) addDemoRoutes(app, deps.demo);
  addLiveRoute(app);
  addDashboard(app, deps.dashboardDir);
  app.notFound((c) => problemResponse(c, new ApiProblem('not_found', { detail: `${c.req.method} ${c.req.path}` })));
  app.onError((error, c) => handleError(error, c, deps.log));

  return {
    app,
    hub,
    async prime() {
      await hub.begin();
      await primeLatest(deps, (event) => hub.accept(event));
    },
    close: () => {
      unsubscribe();
      hub.close();
    },
  };
}

function refuseMethod(c: Context, methods: string[]): Response {
  const allow = methods.join(', ');
  const response = problemResponse(
    c,
    new ApiProblem('method_not_allowed', { detail: `${c.req.method}; allowed: ${allow}` }),
  );
  response.headers.set('Allow', allow);
  return response;
}
