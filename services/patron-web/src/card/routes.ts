import { patronApi } from '@toshobin/contracts';
import { pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { type PatronRoutes, signedIn } from '../patron-routes.ts';
import { CardPage } from './card.page.tsx';
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
}
