import { type PatronId, patronWebApi } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { pageFault, sendPage, serveFile, versionOf } from '@toshobin/web';
import { h } from 'preact';
import type { PatronWebDeps } from '../deps.ts';
import { readOwnPatron } from '../own-patron.ts';
import { frameOf } from '../pages/frame.tsx';
import { type PatronCall, type PatronRoutes, signedIn } from '../patron-routes.ts';
import { CardPage, type Keeping } from './card.page.tsx';
import { PrintCardPage } from './print-card.page.tsx';
import { RenewalPage } from './renewal.page.tsx';

const cardStyle = new URL('./card.css', import.meta.url);
const styleHref = `/style/${versionOf(cardStyle)}/card.css`;

export function mountCard(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.file('/style{/:version}/card.css', 'public', serveFile(cardStyle));
  routes.page('/card', 'patron', async (call) => {
    const standing = await readOwnPatron(deps, call.visit);
    const { cardNumber, expiresOn } = standing;
    const frame = await frameOf(deps, call);
    const now = instantFromDate(deps.now());
    const keeping = await keepingOf(deps, call);
    sendPage(call.response, h(CardPage, { frame, cardNumber, expiresOn, standing, now, keeping }));
  });
  routes.page('/card/print', 'patron', async (call) => {
    const { cardNumber, expiresOn } = await readOwnPatron(deps, call.visit);
    const frame = await frameOf(deps, call);
    sendPage(call.response, h(PrintCardPage, { frame, cardNumber, expiresOn, styleHref }));
  });
  const askForRenewal = (patronId: PatronId) =>
    deps.patron.askForRenewal({
      params: { patronId },
      body: { at: instantFromDate(deps.now()) },
    });
  // What waits for the desk is not asked again: each of the two pages leads to the other when that is the true one.
  routes.page('/card/renewal', 'patron', async (call) => {
    const { renewalAskedAt, expiresOn } = await readOwnPatron(deps, call.visit);
    if (renewalAskedAt !== null) return call.response.redirect(303, '/card/renewal/done');
    sendPage(call.response, h(RenewalPage, { frame: await frameOf(deps, call), askedAt: null, expiresOn }));
  });
  routes.form('/card/renewal', 'patron', async (call) => {
    const asked = await askForRenewal(signedIn(call.visit).patronId);
    if (!asked.ok) pageFault(404);
    call.response.redirect(303, '/card/renewal/done');
  });
  routes.page('/card/renewal/done', 'patron', async (call) => {
    const { renewalAskedAt: askedAt, expiresOn } = await readOwnPatron(deps, call.visit);
    if (askedAt === null) return call.response.redirect(303, '/card/renewal');
    sendPage(call.response, h(RenewalPage, { frame: await frameOf(deps, call), askedAt, expiresOn }));
  });
  routes.api(patronWebApi.askForRenewal, 'patron', ({ visit }) => askForRenewal(signedIn(visit).patronId));
}

async function keepingOf(deps: PatronWebDeps, call: PatronCall): Promise<Keeping> {
  const { patronId } = signedIn(call.visit);
  const [kept, devices] = await Promise.all([
    deps.keptCards.keptBy(call.request),
    deps.keptCards.count(patronId),
  ]);
  if (deps.sharedTerminal.is(call.request)) return { here: 'never', devices };
  if (kept === undefined) return { here: 'offered', devices };
  return { here: kept === patronId ? 'kept' : 'another', devices };
}
