import { patronApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { type CallerTokens, requireCaller, serve, serveOpenApi } from '@toshobin/service';
import { openTasksOf } from '@toshobin/tasks';
import { type Express, Router } from 'express';
import { apply } from '../applications/apply.ts';
import type { SnsWeb } from '../bounces/sns-web.ts';
import { readPatron } from '../cards/read-patron.ts';
import { registerEmail } from '../contact/register-email.ts';
import { verifyEmail } from '../contact/verify-email.ts';
import { checkPassword } from '../credentials/check-password.ts';
import { choosePassword } from '../credentials/choose-password.ts';
import { signIn } from '../credentials/sign-in.ts';
import { resolveCard } from '../desk/resolve-card.ts';
import { settle } from '../desk/settle.ts';
import { readMyLibrary, readReservation } from '../my-library/read-my-library.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { takeWish } from '../wishes/take-wish.ts';
import { serveCards } from './serve-cards.ts';
import { serveCounter } from './serve-counter.ts';
import { serveDesk } from './serve-desk.ts';
import { servePreferences } from './serve-preferences.ts';
import { serveReadingOrders } from './serve-reading-orders.ts';
import { sesNotifications } from './serve-ses-notifications.ts';

/**
 * The operations of `patronApi`, for our own processes alone, each its own; with a topic also what SES tells of our
 * mails.
 */
export function patronRoutes(
  deps: PatronDeps,
  callers: CallerTokens,
  topic?: { arn: string; web: SnsWeb },
): (app: Express) => void {
  const router = Router();
  serve(router, patronApi.signIn, ({ body }) => signIn(deps, body));
  serve(router, patronApi.choosePassword, ({ params, body }) => choosePassword(deps, { ...params, ...body }));
  serve(router, patronApi.checkPassword, ({ params, body }) => checkPassword(deps, { ...params, ...body }));
  serve(router, patronApi.registerEmail, ({ params, body }) => registerEmail(deps, { ...params, ...body }));
  serve(router, patronApi.verifyEmail, ({ body }) => verifyEmail(deps, body));
  serve(router, patronApi.readPatron, ({ params }) => readPatron(deps, params.patronId, deps.now()));
  serve(router, patronApi.apply, ({ params, body }) => apply(deps, { ...params, ...body }));
  serve(router, patronApi.myLibrary, async ({ params }) =>
    allow({ rows: await readMyLibrary(deps, params.patronId) }),
  );
  serve(router, patronApi.takeWish, ({ params, body }) => takeWish(deps, { ...params, ...body }));
  serve(router, patronApi.readReservation, ({ params }) =>
    readReservation(deps, { ...params, at: deps.now() }),
  );
  serve(router, patronApi.resolveCard, ({ body }) => resolveCard(deps, body));
  serve(router, patronApi.tasks, async ({ query }) =>
    allow({ tasks: await openTasksOf(deps.db, query.library) }),
  );
  serve(router, patronApi.settleTask, ({ params, body }) => settle(deps, { ...params, ...body }));
  servePreferences(router, deps);
  serveReadingOrders(router, deps);
  serveCounter(router, deps);
  serveCards(router, deps);
  serveDesk(router, deps);
  serveOpenApi(router, { title: 'patron', version: '0.1.0', endpoints: Object.values(patronApi) });
  return (app) => {
    if (topic) app.use(sesNotifications(deps, topic));
    app.use(requireCaller(callers), router);
  };
}
