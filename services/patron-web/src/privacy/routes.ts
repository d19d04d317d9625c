import { MailLanguageSchema, patronWebApi, UuidSchema } from '@toshobin/contracts';
import { pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { readOwnPatron } from '../own-patron.ts';
import { frameOf } from '../pages/frame.tsx';
import { type PatronCall, type PatronRoutes, signedIn } from '../patron-routes.ts';
import { sendBack, sentBack } from '../typed-forms/sent-back.ts';
import { mountKept } from './kept-routes.ts';
import { ForgetAllPage, HistoryPage, PrivacyPage, type Setting } from './privacy.page.tsx';

const ticked = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on');
const PrivacyForm = z.strictObject({
  keepHistory: ticked,
  withoutTitles: ticked,
  handedInMail: ticked,
  /** A page of the release before lacks it. */
  mailLanguage: MailLanguageSchema.optional(),
  /** What was ticked and chosen as the page was drawn: only what differs from it is changed. */
  drawn: z.string().max(60),
  /** The visitor has read that what was kept will be deleted. */
  confirmed: z.literal('yes').optional(),
});
const ForgetForm = z.union([
  z.strictObject({ historyId: UuidSchema, page: z.coerce.number().int().min(1).max(50) }),
  z.strictObject({ all: z.literal('yes') }),
]);
const Page = z.coerce.number().int().min(1).max(50).catch(1);
const Done = z.enum(['one', 'all', 'changed']).optional().catch(undefined);

/** What is told and kept of a patron, and what was kept. */
export function mountPrivacy(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/privacy', 'patron', async (call) => {
    const { preferences } = await readOwnPatron(deps, call.visit);
    const saved = call.request.query.done === 'saved';
    sendPage(call.response, h(PrivacyPage, { frame: await frameOf(deps, call), preferences, saved }));
  });
  routes.form('/privacy', 'patron', async (call) => {
    const { patronId } = signedIn(call.visit);
    const form = parseFields(PrivacyForm, call.form);
    const { keepHistory, withoutTitles, handedInMail, mailLanguage, drawn, confirmed } = form;
    const wasDrawn = (name: string) => drawn.split(' ').includes(name);
    const isChanged = (name: Setting) => form[name] !== wasDrawn(name);
    const stops = isChanged('keepHistory') && !keepHistory;
    const total = stops && !confirmed ? (await historyOf(deps, call, 1)).total : 0;
    if (total > 0) {
      const typed = {
        confirmed: 'yes',
        drawn,
        ...(withoutTitles ? { withoutTitles: 'on' } : {}),
        ...(handedInMail ? { handedInMail: 'on' } : {}),
        ...(mailLanguage ? { mailLanguage } : {}),
      };
      return sendBack(deps, call, '/privacy/stop', { typed });
    }
    const changed = await deps.patron.changePreferences({
      params: { patronId },
      body: {
        ...(isChanged('keepHistory') ? { keepHistory } : {}),
        ...(isChanged('withoutTitles') ? { titlesInMail: !withoutTitles } : {}),
        ...(isChanged('handedInMail') ? { handedInMail } : {}),
        ...(mailLanguage && !wasDrawn(mailLanguage) ? { mailLanguage } : {}),
      },
    });
    if (!changed.ok) pageFault(404);
    call.response.redirect(303, '/privacy?done=saved');
  });
  routes.page('/privacy/stop', 'patron', async (call) => {
    const [{ total }, { typed }] = await Promise.all([historyOf(deps, call, 1), sentBack(deps, call)]);
    if (total === 0 || typed.confirmed === undefined) return call.response.redirect(303, '/privacy');
    sendPage(call.response, h(ForgetAllPage, { frame: await frameOf(deps, call), total, stops: typed }));
  });
  mountHistory(routes, deps);
  mountKept(routes, deps);
  routes.api(patronWebApi.changePreferences, 'patron', ({ body, visit }) =>
    deps.patron.changePreferences({ params: { patronId: signedIn(visit).patronId }, body }),
  );
}

function mountHistory(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/history', 'patron', async (call) => {
    const page = Page.parse(call.request.query.page);
    const [history, { preferences }] = await Promise.all([
      historyOf(deps, call, page),
      readOwnPatron(deps, call.visit),
    ]);
    const frame = await frameOf(deps, call);
    const done = Done.parse(call.request.query.done);
    sendPage(call.response, h(HistoryPage, { frame, kept: preferences.keepHistory, ...history, done }));
  });
  routes.page('/history/forget', 'patron', async (call) => {
    const { total } = await historyOf(deps, call, 1);
    if (total === 0) return call.response.redirect(303, '/history');
    sendPage(call.response, h(ForgetAllPage, { frame: await frameOf(deps, call), total }));
  });
  routes.form('/history/forget', 'patron', async (call) => {
    const { patronId } = signedIn(call.visit);
    const wish = parseFields(ForgetForm, call.form);
    const one = 'historyId' in wish ? wish : undefined;
    const body = one ? { historyId: one.historyId } : {};
    const forgotten = await deps.patron.forgetHistory({ params: { patronId }, body });
    if (!forgotten.ok) pageFault(404);
    if (one === undefined) return call.response.redirect(303, '/history?done=all');
    // The night gives a loan another id, so that the one of an older page is nobody's: the list is shown anew.
    const done = forgotten.value.forgotten > 0 ? 'one' : 'changed';
    call.response.redirect(303, `/history?page=${one.page}&done=${done}`);
  });
  routes.api(patronWebApi.history, 'patron', ({ query, visit }) =>
    deps.patron.history({ params: { patronId: signedIn(visit).patronId }, query }),
  );
  routes.api(patronWebApi.forgetHistory, 'patron', ({ body, visit }) =>
    deps.patron.forgetHistory({ params: { patronId: signedIn(visit).patronId }, body }),
  );
}

async function historyOf(deps: PatronWebDeps, { visit }: PatronCall, page: number) {
  const { patronId } = signedIn(visit);
  const history = await deps.patron.history({ params: { patronId }, query: { page } });
  if (!history.ok) pageFault(404);
  return history.value;
}
