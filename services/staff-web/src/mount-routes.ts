import { staffWebApi } from '@toshobin/contracts';
import { answerWithOpenApi } from '@toshobin/service';
import {
  answerFaultsWithPages,
  pageNotFound,
  RouteTable,
  secureHeaders,
  serveDevelopment,
} from '@toshobin/web';
import type { Express, Request } from 'express';
import { mountKeptAccounts } from './accounts/account-routes.ts';
import { mountAccounts } from './accounts/routes.ts';
import { mountVerbs } from './all-verbs.ts';
import { mountAudit } from './audit/routes.ts';
import { mountStart } from './branch-home/start-routes.ts';
import { mountCards } from './cards/routes.ts';
import { mountDeadLetters } from './dead-letters/routes.ts';
import type { StaffRoutes, StaffWebDeps } from './deps.ts';
import { mountDispatchBoard } from './dispatch-board/routes.ts';
import { mountFind } from './find/routes.ts';
import { mountForLibrary } from './for-library/routes.ts';
import { mountHoldShelf } from './hold-shelf/routes.ts';
import { forgetWhatIsSentAgain, mountKeptForms, staffAccessKeepingForms } from './kept-forms/routes.ts';
import { mountLibraries } from './libraries/routes.ts';
import { mountLists } from './lists/routes.ts';
import { mountLookUp } from './look-up/routes.ts';
import { mountMailSamples } from './mail-samples/routes.ts';
import { mountScripts, mountStyles } from './offline/mount-scripts.ts';
import { mountOwnAccount } from './own-account/routes.ts';
import { mountParcels } from './parcels/routes.ts';
import { mountPhone } from './phone/routes.ts';
import { mountPickList } from './pick-list/routes.ts';
import { mountPolicy } from './policy/routes.ts';
import { mountPostage } from './postage/routes.ts';
import { mountScans } from './scan-pages/routes.ts';
import { mountSecondFactor } from './second-factor/routes.ts';
import { mountSettling } from './settling/routes.ts';
import { mountShelfChecks } from './shelf-checks/routes.ts';
import { mountSlips } from './slips/routes.ts';
import { mountStatistics } from './statistics/routes.ts';
import { mountImports } from './stock/import-routes.ts';
import { mountStock } from './stock/routes.ts';
import { mountTasks } from './tasks/routes.ts';
import { mountTerminals } from './terminals/routes.ts';
import { mountTimeline } from './timeline/routes.ts';
import { frontOfFaults } from './today/fault-front.tsx';
import { mountToday } from './today/routes.ts';

/** Mounts every address of the staff's web; answers the table, so that a test can walk all of them. */
export function mountRoutes(app: Express, deps: StaffWebDeps): StaffRoutes {
  const { setting, log, sessions } = deps;
  if (setting.trustedProxies > 0) app.set('trust proxy', setting.trustedProxies);
  app.use(secureHeaders(setting.publicUrl.startsWith('https:')));
  if (setting.developmentPictures) serveDevelopment(app, setting.developmentPictures);
  mountStyles(app);
  app.use(sessions.carry());
  app.use(forgetWhatIsSentAgain(deps));
  const routes: StaffRoutes = new RouteTable({
    app,
    sessions,
    access: staffAccessKeepingForms(deps),
    publicUrl: setting.publicUrl,
    refusalWords: { phone: setting.phone },
  });
  mountScripts(routes, deps);
  mountToday(routes, deps);
  mountStart(routes, deps);
  mountLookUp(routes, deps);
  mountAccounts(routes, deps);
  mountSecondFactor(routes, deps);
  mountKeptForms(routes, deps);
  mountOwnAccount(routes, deps);
  mountKeptAccounts(routes, deps);
  mountTerminals(routes, deps);
  mountTasks(routes, deps);
  mountFind(routes, deps);
  mountForLibrary(routes, deps);
  mountPickList(routes, deps);
  mountHoldShelf(routes, deps);
  mountParcels(routes, deps);
  mountDispatchBoard(routes, deps);
  mountSlips(routes, deps);
  mountScans(routes, deps);
  mountShelfChecks(routes, deps);
  mountTimeline(routes, deps);
  mountDeadLetters(routes, deps);
  mountPhone(routes, deps);
  mountCards(routes, deps);
  mountStock(routes, deps);
  mountImports(routes, deps);
  mountSettling(routes, deps);
  mountLibraries(routes, deps);
  mountStatistics(routes, deps);
  mountLists(routes, deps);
  mountPostage(routes, deps);
  mountPolicy(routes, deps);
  mountMailSamples(routes, deps);
  mountAudit(routes, deps);
  mountVerbs(routes, deps);
  const answerDocument = answerWithOpenApi({
    title: 'toshobin: the staff’s web',
    version: '0.1.0',
    endpoints: Object.values(staffWebApi),
    security: { cookie: deps.sessions.cookieName },
  });
  routes.file('/api/openapi.json', 'anyone', answerDocument);
  const frontOf = (request: Request) => frontOfFaults(deps, request);
  const notFound = pageNotFound(frontOf);
  const faults = answerFaultsWithPages(frontOf, log);
  app.use(notFound, faults);
  return routes;
}
