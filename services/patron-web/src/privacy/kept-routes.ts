import { parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { faultsOf } from '../pages/field.tsx';
import { frameOf } from '../pages/frame.tsx';
import { namesIn } from '../pages/library-name.tsx';
import { type PatronRoutes, signedIn } from '../patron-routes.ts';
import { wrongPassword } from '../sign-in/check-password.ts';
import { sendBack, sentBack, statusOf } from '../typed-forms/sent-back.ts';
import { AskForKeptPage, KeptPage } from './kept.page.tsx';
import { keptOfPerson } from './kept-of-person.ts';

const Form = z.strictObject({
  as: z.enum(['page', 'json']),
  password: z.string().max(256).default(''),
});

/**
 * Everything that is kept of whoever asks, with their password once more: to read and print, or as a file. The answer is in no
 * address and is kept nowhere, so that back and a shared browser show it to nobody.
 */
export function mountKept(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/privacy/kept', 'patron', async (call) => {
    const frame = await frameOf(deps, call);
    const sent = await sentBack(deps, call);
    const faults = faultsOf(sent.wrong, { password: wrongPassword(frame.say) });
    const { refusal } = sent;
    sendPage(call.response, h(AskForKeptPage, { frame, faults, refusal }), statusOf(call.response, sent));
  });
  routes.form('/privacy/kept', 'patron', async (call) => {
    const { as, password } = parseFields(Form, call.form);
    const told = await keptOfPerson(deps, { patronId: signedIn(call.visit).patronId, password });
    if (!told.ok) {
      const { refusal } = told;
      const why = refusal.code === 'SIGN_IN_FAILED' ? { wrong: ['password'] } : { refusal };
      return sendBack(deps, call, '/privacy/kept', why);
    }
    if (as === 'json') {
      const { response } = call;
      response.setHeader('Cache-Control', 'no-store');
      response.attachment('my-records.json').type('application/json; charset=utf-8');
      response.send(JSON.stringify({ library: deps.setting.libraryName, ...told.value }, null, 2));
      return;
    }
    const frame = await frameOf(deps, call);
    const nameOf = await namesIn(frame.front.language, deps.libraries);
    sendPage(call.response, h(KeptPage, { frame, told: told.value, nameOf }));
  });
}
