import { patronWebApi } from '@toshobin/contracts';
import { answerWithOpenApi } from '@toshobin/service';
import {
  answerFaultsWithPages,
  baseStyle,
  closeForMaintenance,
  pageNotFound,
  RouteTable,
  secureHeaders,
  serveDevelopment,
  serveFile,
} from '@toshobin/web';
import type { Express, Request } from 'express';
import { mountAvailability } from './availability/routes.ts';
import { mountBasket } from './basket/routes.ts';
import { mountBrowse } from './browse/routes.ts';
import { mountKeptCard } from './card/kept-card-routes.ts';
import { mountCard } from './card/routes.ts';
import { mountCardApplication } from './card-application/routes.ts';
import { mountChangingPickup } from './changing-pickup/routes.ts';
import { mountCovers } from './covers/routes.ts';
import type { PatronWebDeps } from './deps.ts';
import { mountExtending } from './extending/routes.ts';
import { mountFamily } from './family/routes.ts';
import { mountHelp } from './help/routes.ts';
import { mountKeptForms, patronAccessKeepingForms } from './kept-forms/routes.ts';
import { mountLater } from './later/routes.ts';
import { mountMagazines } from './magazines/routes.ts';
import { mountMyLibrary } from './my-library/routes.ts';
import { mountNewArrivals } from './new-arrivals/routes.ts';
import { mountLanguage } from './pages/choose-language.ts';
import { faultFront, lookStyle, patronFront } from './pages/frame.tsx';
import { mountIdentity } from './pages/identity.ts';
import { comfortScript, nearestScript, suggestScript } from './pages/scripts.ts';
import type { PatronRoutes } from './patron-routes.ts';
import { mountPrivacy } from './privacy/routes.ts';
import { mountReadingOrders } from './reading-orders/routes.ts';
import { mountRecords } from './record-page/routes.ts';
import { mountReserving } from './reserving/routes.ts';
import { mountSearch } from './search/routes.ts';
import { mountOwnSessions } from './sessions/routes.ts';
import { mountEmail } from './sign-in/email-routes.ts';
import { mountPasswordReset } from './sign-in/password-reset-routes.ts';
import { mountPassword } from './sign-in/password-routes.ts';
import { mountSignIn } from './sign-in/routes.ts';
import { mountSuspending } from './suspending/routes.ts';
import { mountVolumes } from './volumes/routes.ts';

/** R12 closes search, reservations and My Library; what explains the service stays. */
function isOpenAtNight(path: string): boolean {
  return /^\/(help(\/.*)?|accessibility|language\/\w+)$/.test(path);
}

/** Mounts every address of the patrons' web; answers the table, so that a test can walk all of them. */
export function mountRoutes(app: Express, deps: PatronWebDeps): PatronRoutes {
  const { setting, now, log, sessions } = deps;
  const frontOf = (request: Request) => patronFront(setting, request);
  if (setting.trustedProxies > 0) app.set('trust proxy', setting.trustedProxies);
  app.use(secureHeaders(setting.publicUrl.startsWith('https:')));
  if (setting.developmentPictures) serveDevelopment(app, setting.developmentPictures);
  app.get('/style{/:version}/base.css', serveFile(baseStyle));
  app.get('/style{/:version}/look.css', serveFile(lookStyle));
  app.get('/script{/:version}/comfort.js', serveFile(comfortScript, 'text/javascript'));
  app.get('/script{/:version}/nearest.js', serveFile(nearestScript, 'text/javascript'));
  app.get('/script{/:version}/suggest.js', serveFile(suggestScript, 'text/javascript'));
  app.use(
    closeForMaintenance({
      window: setting.maintenanceWindow,
      now,
      frontOf,
      publicUrl: setting.publicUrl,
      open: isOpenAtNight,
    }),
  );
  app.use(sessions.carry());
  const routes: PatronRoutes = new RouteTable({
    app,
    sessions,
    access: patronAccessKeepingForms(deps),
    publicUrl: setting.publicUrl,
    refusalWords: { phone: setting.phone },
  });
  mountIdentity(routes);
  mountCovers(routes, deps);
  mountLanguage(routes, deps);
  mountSearch(routes, deps);
  mountBrowse(routes, deps);
  mountNewArrivals(routes, deps);
  mountMagazines(routes, deps);
  mountRecords(routes, deps);
  mountVolumes(routes, deps);
  mountAvailability(routes, deps);
  mountBasket(routes, deps);
  mountLater(routes, deps);
  mountSignIn(routes, deps);
  mountPassword(routes, deps);
  mountOwnSessions(routes, deps);
  mountFamily(routes, deps);
  mountPrivacy(routes, deps);
  mountEmail(routes, deps);
  mountPasswordReset(routes, deps);
  mountKeptForms(routes, deps);
  mountReserving(routes, deps);
  mountReadingOrders(routes, deps);
  mountMyLibrary(routes, deps);
  mountExtending(routes, deps);
  mountChangingPickup(routes, deps);
  mountSuspending(routes, deps);
  mountCard(routes, deps);
  mountKeptCard(routes, deps);
  mountCardApplication(routes, deps);
  mountHelp(routes, deps);
  const answerDocument = answerWithOpenApi({
    title: 'toshobin: the patrons’ web',
    version: '0.1.0',
    endpoints: Object.values(patronWebApi),
    security: { cookie: deps.sessions.cookieName },
  });
  routes.file('/api/openapi.json', 'public', answerDocument);
  const faultFrontOf = (request: Request) => faultFront(setting, request, sessions.visitIfRead(request));
  app.use(pageNotFound(faultFrontOf), answerFaultsWithPages(faultFrontOf, log));
  return routes;
}
