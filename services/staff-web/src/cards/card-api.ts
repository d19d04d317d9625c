import { staffWebApi } from '@toshobin/contracts';
import type { StaffWebDeps } from '../deps.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import {
  cardApplications,
  cardRenewals,
  checkCardApplication,
  enterCardApplication,
  issueLetterCode,
  releaseWithoutCard,
  renewCard,
  replaceCard,
  suspendCard,
} from './card-acts.ts';

export function mountCardApi(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.api(staffWebApi.cardApplications, 'cards', ({ visit }) =>
    cardApplications(deps, staffOf({ visit })),
  );
  routes.api(staffWebApi.cardRenewals, 'cards', ({ visit }) => cardRenewals(deps, staffOf({ visit })));
  routes.api(staffWebApi.enterCardApplication, 'cards', ({ body, visit }) =>
    enterCardApplication(deps, staffOf({ visit }), body.application),
  );
  routes.api(staffWebApi.checkCardApplication, 'cards', ({ params, body, visit }) =>
    checkCardApplication(deps, staffOf({ visit }), { ...params, ...body }),
  );
  routes.api(staffWebApi.replaceCard, 'cards', ({ body, visit }) =>
    replaceCard(deps, staffOf({ visit }), body),
  );
  routes.api(staffWebApi.suspendCard, 'cards', ({ body, visit }) =>
    suspendCard(deps, staffOf({ visit }), body),
  );
  routes.api(staffWebApi.renewCard, 'cards', ({ body, visit }) => renewCard(deps, staffOf({ visit }), body));
  routes.api(staffWebApi.releaseWithoutCard, 'cards', ({ body, visit }) =>
    releaseWithoutCard(deps, staffOf({ visit }), body),
  );
  routes.api(staffWebApi.issueLetterCode, 'cards', ({ body, visit }) =>
    issueLetterCode(deps, staffOf({ visit }), body),
  );
}
