import { patronApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { serve } from '@toshobin/service';
import type { Router } from 'express';
import { applyForCard } from '../card-applications/apply-for-card.ts';
import { cardApplications } from '../card-applications/card-applications.ts';
import { checkCardApplication } from '../card-applications/check-card-application.ts';
import { askForRenewal, cardRenewals } from '../cards/ask-for-renewal.ts';
import { correctPerson } from '../cards/correct-person.ts';
import { renewCard } from '../cards/renew-card.ts';
import { replaceCard } from '../cards/replace-card.ts';
import { suspendCard } from '../cards/suspend-card.ts';
import type { PatronDeps } from '../patron-deps.ts';

/** R1: cards, from the application to the replacement. */
export function serveCards(router: Router, deps: PatronDeps): void {
  serve(router, patronApi.applyForCard, ({ body }) => applyForCard(deps, body));
  serve(router, patronApi.cardApplications, async () => allow(await cardApplications(deps)));
  serve(router, patronApi.checkCardApplication, ({ params, body }) =>
    checkCardApplication(deps, { ...params, ...body }),
  );
  serve(router, patronApi.replaceCard, ({ body }) => replaceCard(deps, body));
  serve(router, patronApi.suspendCard, ({ body }) => suspendCard(deps, body));
  serve(router, patronApi.correctPerson, ({ body }) => correctPerson(deps, body));
  serve(router, patronApi.renewCard, ({ body }) => renewCard(deps, body));
  serve(router, patronApi.askForRenewal, ({ params, body }) => askForRenewal(deps, { ...params, ...body }));
  serve(router, patronApi.cardRenewals, async () => allow(await cardRenewals(deps)));
}
