import { type PatronId, patronApi, patronWebApi } from '@toshobin/contracts';
import { instantFromDate, refuse } from '@toshobin/lending-rules';
import { pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { type PatronRoutes, signedIn } from '../patron-routes.ts';
import { CardPage, RenewalPage } from './card.page.tsx';
import { drawBarcode } from './draw-barcode.ts';

export function mountCard(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/card', 'patron', async (call) => {
    const { patronId } = signedIn(call.visit);
    const patron = await deps.patron.call(patronApi.readPatron, { params: { patronId } });
    if (!patron.ok) pageFault(404);
    const { cardNumber, cardStatus: status } = patron.value;
    const frame = await frameOf(deps, call);
    const barcode = drawBarcode(cardNumber);
    sendPage(call.response, h(CardPage, { frame, cardNumber, status, barcode }));
  });
  const askForRenewal = (patronId: PatronId) =>
    deps.patron.call(patronApi.askForRenewal, {
      params: { patronId },
      body: { at: instantFromDate(deps.now()) },
    });
  routes.page('/card/renewal', 'patron', async (call) => {
    sendPage(call.response, h(RenewalPage, { frame: await frameOf(deps, call), asked: false }));
  });
  routes.form('/card/renewal', 'patron', async (call) => {
    const asked = await askForRenewal(signedIn(call.visit).patronId);
    if (!asked.ok) pageFault(404);
    call.response.redirect(303, '/card/renewal/done');
  });
  routes.page('/card/renewal/done', 'patron', async (call) => {
    sendPage(call.response, h(RenewalPage, { frame: await frameOf(deps, call), asked: true }));
  });
  routes.api(patronWebApi.askForRenewal, 'patron', async ({ visit }) => {
    if (!visit.principal) return refuse('CARD_REQUIRED');
    return askForRenewal(visit.principal.patronId);
  });
}
