import { parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { faultsOf } from '../pages/field.tsx';
import { frameOf } from '../pages/frame.tsx';
import { type PatronCall, type PatronRoutes, signedIn } from '../patron-routes.ts';
import { checkPassword, wrongPassword } from '../sign-in/check-password.ts';
import { sendBack, sentBack, statusOf } from '../typed-forms/sent-back.ts';
import { OwnSessionsPage } from './own-sessions.page.tsx';

const Form = z.strictObject({
  ended: z.union([z.literal('all'), z.uuid()]).optional(),
  password: z.string().max(256).default(''),
});

/** Where one is signed in, and the way out of it: whoever ends a session gives the password once more. */
export function mountOwnSessions(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/sessions', 'patron', draw);
  routes.form('/sessions', 'patron', async (call) => {
    const { ended, password } = parseFields(Form, call.form);
    const { patronId } = signedIn(call.visit);
    if (ended === undefined) return sendBack(deps, call, '/sessions', { wrong: ['ended'] });
    const checked = await checkPassword(deps, { patronId, password });
    if (!checked.ok) {
      const { refusal } = checked;
      const why = refusal.code === 'SIGN_IN_FAILED' ? { wrong: ['password'] } : { refusal };
      return sendBack(deps, call, '/sessions', { typed: { chosen: ended }, ...why });
    }
    if (ended === 'all') await deps.endSessions(patronId, call.visit.sessionId);
    else await deps.ownSessions.end(patronId, ended);
    call.response.redirect(303, '/sessions?done=ended');
  });

  async function draw(call: PatronCall): Promise<void> {
    const frame = await frameOf(deps, call);
    const sessions = await deps.ownSessions.list(signedIn(call.visit).patronId);
    const isHere = ({ id }: { id: string }) => id === call.visit.sessionId;
    const sent = await sentBack(deps, call);
    const page = h(OwnSessionsPage, {
      frame,
      here: sessions.find(isHere),
      others: sessions.filter((session) => !isHere(session)),
      ended: call.request.query.done === 'ended',
      chosen: sent.typed.chosen,
      faults: faultsOf(sent.wrong, {
        ended: frame.say('ログアウトする端末を選んでください。', 'Please choose where to sign out.'),
        password: wrongPassword(frame.say),
      }),
      refusal: sent.refusal,
    });
    sendPage(call.response, page, statusOf(call.response, sent));
  }
}
