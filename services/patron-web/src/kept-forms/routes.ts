import { type Access, addressGroup, markIn, type SentForm, sendPage, sentForm } from '@toshobin/web';
import { h } from 'preact';
import { type PatronAccess, patronAccess, type SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { PatronRoutes } from '../patron-routes.ts';
import { KeptFormPage } from './kept-form.page.tsx';

const OFFERED_AT = '/again';

/** Who may use an address; a form of a session that has ended is kept and offered again after the sign-in. */
export function accessKeepingForms(
  deps: Pick<PatronWebDeps, 'keptForms' | 'requests' | 'now'>,
): Access<PatronAccess, SignedIn> {
  return {
    ...patronAccess,
    async turnAway(request, response, principal, visit) {
      const sent = sentForm(request, response);
      const keeps = sent !== undefined && !principal && mayBeKept(sent);
      if (!keeps || !(await deps.requests.admit(`kept ${addressGroup(request.ip)}`))) {
        return patronAccess.turnAway(request, response, principal, visit);
      }
      await deps.keptForms.keep(await visit.openSession(), sent, deps.now());
      response.redirect(303, `/sign-in?next=${encodeURIComponent(OFFERED_AT)}`);
    },
  };
}

export function mountKeptForms(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page(OFFERED_AT, 'patron', async (call) => {
    const patronId = call.visit.principal?.patronId;
    if (!patronId) throw new Error('the guard let nobody in');
    const sent = await deps.keptForms.read(await call.visit.openSession(), { patronId, at: deps.now() });
    if (!sent) return call.response.redirect(303, '/my-library');
    sendPage(call.response, h(KeptFormPage, { frame: await frameOf(deps, call), sent }));
  });
}

const KEPT_CHARACTERS = 8_000;

/** Of somebody's page, and no larger than a form of ours: nobody fills the table from outside. */
function mayBeKept({ action, fields }: SentForm): boolean {
  return (
    markIn(fields._token) !== undefined && action.length + JSON.stringify(fields).length < KEPT_CHARACTERS
  );
}
