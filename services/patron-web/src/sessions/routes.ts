import type { Refusal } from '@toshobin/lending-rules';
import { refusalStatus } from '@toshobin/service';
import { type PageCall, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { type PatronRoutes, signedIn } from '../patron-routes.ts';
import { checkPassword } from '../sign-in/check-password.ts';
import { OwnSessionsPage } from './own-sessions.page.tsx';

const Form = z.strictObject({
  ended: z.union([z.literal('all'), z.uuid()]).optional(),
  password: z.string().max(256).default(''),
});

/** Where one is signed in, and the way out of it: whoever ends a session gives the password once more. */
export function mountOwnSessions(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/sessions', 'patron', (call) => draw(call, { ended: call.request.query.done === 'ended' }));
  routes.form('/sessions', 'patron', async (call) => {
    const { ended, password } = parseFields(Form, call.form);
    const { patronId } = signedIn(call.visit);
    if (ended === undefined) return draw(call, { unchosen: true });
    const checked = await checkPassword(deps, { patronId, password });
    if (!checked.ok) return draw(call, { chosen: ended, refusal: checked.refusal });
    if (ended === 'all') await deps.endSessions(patronId, call.visit.sessionId);
    else await deps.ownSessions.end(patronId, ended);
    call.response.redirect(303, '/sessions?done=ended');
  });

  async function draw(
    call: PageCall<SignedIn>,
    given: { ended?: boolean; chosen?: string; unchosen?: boolean; refusal?: Refusal },
  ): Promise<void> {
    const frame = await frameOf(deps, call);
    const sessions = await deps.ownSessions.list(signedIn(call.visit).patronId);
    const isHere = ({ id }: { id: string }) => id === call.visit.sessionId;
    const { ended = false, chosen, unchosen = false, refusal } = given;
    const wrong = refusal?.code === 'SIGN_IN_FAILED';
    const atField = unchosen || wrong;
    const page = h(OwnSessionsPage, {
      frame,
      here: sessions.find(isHere),
      others: sessions.filter((session) => !isHere(session)),
      ended,
      chosen,
      faults: {
        ...(unchosen
          ? { ended: frame.say('ログアウトする端末を選んでください。', 'Please choose where to sign out.') }
          : {}),
        ...(wrong
          ? {
              password: frame.say(
                'パスワードが違うようです。もう一度ご確認ください。',
                'The password doesn’t match. Please check.',
              ),
            }
          : {}),
      },
      refusal: atField ? undefined : refusal,
    });
    sendPage(call.response, page, atField ? 422 : refusal ? refusalStatus(refusal.code) : 200);
  }
}
