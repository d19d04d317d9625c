import { type Access, accessKeepingForms, markIn, sameOrigin, type Visit } from '@toshobin/web';
import type { RequestHandler } from 'express';
import { type Staff, type StaffCall, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { drawPage } from '../pages/draw-page.ts';
import { alreadyTaken } from '../pages/keep-answer.ts';
import { type StaffAction, staffAccess, stepOfSignIn } from '../roles.ts';
import { isOver, keptActOf, scanIn } from './acts.ts';
import { KeptFormPage, NotDonePage } from './kept-form.page.tsx';

type Deps = Pick<StaffWebDeps, 'keptForms' | 'now'>;

const OFFERED_AT = '/again';
const AGAIN = 'again';

/** The address of a form that was kept: the mark there says that it is sent again. */
function sentAgainTo(address: string): string {
  const url = new URL(address, 'http://ours.invalid');
  url.searchParams.set(AGAIN, '1');
  return `${url.pathname}${url.search}`;
}

/**
 * Who may use an address; a form that came without the sign-in it needs, or with a part of it alone, waits for its
 * account. Of what is not kept only that it was not done.
 */
export function staffAccessKeepingForms({ keptForms, now }: Deps): Access<StaffAction, Staff> {
  return accessKeepingForms(staffAccess, {
    signInAt(staff) {
      if (!staff) return '/sign-in';
      return staff.lacks && stepOfSignIn[staff.lacks];
    },
    mayKeep: async ({ action, fields }) =>
      !isOver(action) && (await keptForms.isOfStaff(markIn(fields._token))),
    async keep(sessionId, { action, fields }) {
      const { _token = '' } = fields;
      const scan = scanIn({ action, fields });
      const sent = keptActOf(action) ? { action, fields } : { action: '', fields: { _token, ...scan } };
      await keptForms.keep(sessionId, sent, now());
    },
  });
}

/** Where a complete sign-in goes on: to what waits for it, if anything does. */
export async function afterSignIn(
  { keptForms, now }: Deps,
  visit: Visit<Staff>,
  otherwise = '/',
): Promise<string> {
  const { principal } = visit;
  if (!principal || principal.lacks) throw new Error('the sign-in is not complete');
  const reader = { account: principal.account, at: now() };
  return (await keptForms.read(await visit.openSession(), reader)) ? OFFERED_AT : otherwise;
}

/** Whether something waits for the sign-in; what it is is told after it alone. */
export async function waitsForSignIn({ keptForms, now }: Deps, visit: Visit<Staff>): Promise<boolean> {
  return visit.sessionId !== undefined && keptForms.waits(visit.sessionId, now());
}

/** A kept form that is sent again waits no longer; should its session have ended once more, it is kept once more. */
export function forgetWhatIsSentAgain({
  keptForms,
  sessions,
  setting,
}: Pick<StaffWebDeps, 'keptForms' | 'sessions' | 'setting'>): RequestHandler {
  return async (request, _response, next) => {
    const { principal, sessionId } = sessions.visit(request);
    const isSentAgain = request.method === 'POST' && request.query[AGAIN] !== undefined;
    const fromHere = isSentAgain && sameOrigin(request, setting.publicUrl);
    if (fromHere && principal && !principal.lacks && sessionId) await keptForms.forget(sessionId);
    next();
  };
}

export function mountKeptForms(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page(OFFERED_AT, 'ownAccount', async (call) => {
    const { account } = staffOf(call);
    const sent = await deps.keptForms.read(await call.visit.openSession(), { account, at: deps.now() });
    if (!sent) return call.response.redirect(303, '/');
    const { page, code } = sent.fields;
    const factId = typeof sent.fields.factId === 'string' ? sent.fields.factId : undefined;
    if (sent.action === '' && typeof page === 'string' && typeof code === 'string')
      return backToScan(deps, call, { page, code, factId });
    const what = keptActOf(sent.action);
    if (what) {
      const again = { action: sentAgainTo(sent.action), fields: sent.fields };
      return drawPage(deps, call, KeptFormPage, { sent: again, what });
    }
    const library = (await deps.libraries.names())(staffOf(call).library);
    drawPage(deps, call, NotDonePage, { library, factId: sent.action === '' ? factId : undefined });
  });
}

/**
 * The page of a scan that was not carried out says so, with its number: the copy in the hand is read there once more. One
 * whose answer was lost before was carried out: that is said instead.
 */
async function backToScan(
  deps: StaffWebDeps,
  call: StaffCall,
  { page, code, factId }: { page: string; code: string; factId: string | undefined },
): Promise<void> {
  const sessionId = await call.visit.openSession();
  await deps.keptForms.forget(sessionId);
  const [path = page] = page.split('?');
  const done = factId === undefined ? undefined : await deps.scans.find(sessionId, factId);
  const stands = done && done.tone !== 'stop' && done.undoneAt === null;
  await deps.desk.keepAnswer(
    sessionId,
    stands
      ? alreadyTaken(done)
      : {
          page: path,
          tone: 'stop',
          line: '記録していません',
          text: 'ログインが切れていました。\nもう一度読み取ってください',
          detail: code,
          factId,
        },
  );
  call.response.redirect(303, page);
}
