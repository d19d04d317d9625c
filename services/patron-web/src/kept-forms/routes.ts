import { type Access, accessKeepingForms, addressGroup, markOfId, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { type PatronAccess, patronAccess, type SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { OFFERED_AT } from '../pages/offered-at.ts';
import type { PatronRoutes } from '../patron-routes.ts';
import { KeptFormPage } from './kept-form.page.tsx';

/** Who may use an address; a form of a session that has ended is kept and offered again after the sign-in. */
export function patronAccessKeepingForms(
  deps: Pick<PatronWebDeps, 'keptForms' | 'requests' | 'now'>,
): Access<PatronAccess, SignedIn> {
  return accessKeepingForms(patronAccess, {
    signInAt: (principal) => (principal ? undefined : `/sign-in?next=${encodeURIComponent(OFFERED_AT)}`),
    mayKeep: (_sent, request) => deps.requests.admit(`kept ${addressGroup(request.ip)}`),
    keep: (sessionId, sent) => deps.keptForms.keep(sessionId, sent, deps.now()),
  });
}

export function mountKeptForms(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page(OFFERED_AT, 'patron', async (call) => {
    const patronId = call.visit.principal?.patronId;
    if (!patronId) throw new Error('the guard let nobody in');
    const sent = await deps.keptForms.read(await call.visit.openSession(), {
      mark: markOfId(patronId),
      at: deps.now(),
    });
    if (!sent) return call.response.redirect(303, '/my-library');
    sendPage(call.response, h(KeptFormPage, { frame: await frameOf(deps, call), sent }));
  });
}
