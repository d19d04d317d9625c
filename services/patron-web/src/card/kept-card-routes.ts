import { instantFromDate } from '@toshobin/lending-rules';
import { type Front, pageFault, sendPage, serveFile, versionOf } from '@toshobin/web';
import type { Request, Response } from 'express';
import { h } from 'preact';
import type { PatronWebDeps } from '../deps.ts';
import { patronFront } from '../pages/frame.tsx';
import { type PatronRoutes, signedIn } from '../patron-routes.ts';
import { cardManifest } from './for-installing.tsx';
import { ForgetKeptPage, KeptCardPage, NothingKeptPage } from './kept-card.page.tsx';

const script = new URL('../browser/kept-card.js', import.meta.url);
const worker = new URL('../browser/kept-card-worker.js', import.meta.url);
const scriptHref = `/script/${versionOf(script)}/kept-card.js`;

/** R14. The card that a browser keeps: installed, and shown without a password and without a line. */
export function mountKeptCard(routes: PatronRoutes, deps: PatronWebDeps): void {
  const { keptCards, setting, sharedTerminal } = deps;
  const frontOf = (request: Request): Front => {
    const { otherLanguage: _, ...front } = patronFront(setting, request);
    return front;
  };
  routes.file('/script{/:version}/kept-card.js', 'public', serveFile(script, 'text/javascript'));
  routes.file('/card/kept-worker.js', 'public', serveFile(worker, 'text/javascript'));
  routes.file('/card.webmanifest', 'public', (_request, response) => {
    response.type('application/manifest+json').set('Cache-Control', 'public, max-age=3600');
    response.send(cardManifest(setting));
  });

  routes.form('/card/keep', 'patron', async (call) => {
    const { request, response, visit } = call;
    const { patronId } = signedIn(visit);
    if (sharedTerminal.is(request)) pageFault(403);
    await keptCards.forget(request, response);
    await keptCards.keep(response, patronId);
    response.redirect(303, '/card/kept');
  });
  routes.page('/card/kept', 'public', async ({ request, response }) => {
    const front = frontOf(request);
    const patronId = sharedTerminal.is(request) ? undefined : await keptCards.open(request, response);
    if (patronId === undefined) return sendNothing(response, front);
    const patron = await deps.patron.readPatron({ params: { patronId } });
    if (!patron.ok) return sendNothing(response, front);
    const { cardNumber, expiresOn } = patron.value;
    const now = instantFromDate(deps.now());
    sendPage(response, h(KeptCardPage, { front, cardNumber, expiresOn, now, scriptHref }));
  });
  routes.page('/card/kept/forget', 'public', ({ request, response, visit }) => {
    const token = visit.formToken();
    sendPage(response, h(ForgetKeptPage, { front: frontOf(request), token, scriptHref }));
  });
  routes.form('/card/kept/forget', 'public', async ({ request, response }) => {
    await keptCards.forget(request, response);
    sendNothing(response, frontOf(request), 200);
  });
  routes.form('/card/kept/forget-everywhere', 'patron', async ({ response, visit }) => {
    await keptCards.forgetEverywhere(signedIn(visit).patronId);
    response.redirect(303, '/card');
  });
  routes.page('/shared-terminal', 'public', ({ request, response }) => {
    sharedTerminal.mark(response);
    sendNothing(response, frontOf(request), 200, true);
  });
}

/** 410 tells the worker to let go; the header tells the browser to, where no worker is. */
function sendNothing(response: Response, front: Front, status = 410, shared = false): void {
  response.setHeader('Clear-Site-Data', '"cache", "storage"');
  sendPage(response, h(NothingKeptPage, { front, scriptHref, shared }), status);
}
