import { RecordIdSchema } from '@toshobin/contracts';
import { pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import { readBasket } from '../basket/judge-basket.ts';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { localPath } from '../pages/local-path.ts';
import { type PatronCall, type PatronRoutes, signedIn } from '../patron-routes.ts';
import { readRecord } from '../records/read-record.ts';
import { readOwn } from '../search/own-titles.ts';
import { LaterPage, later } from './later.page.tsx';

const PAGE_SIZE = 20;
const PageNumber = z.coerce.number().int().min(1).max(50).catch(1);
const Done = z.enum(['full', 'removed', 'cleared']).optional().catch(undefined);
const AddForm = z.strictObject({ recordId: RecordIdSchema, back: localPath.optional() });
const RemoveForm = z.strictObject({ recordId: RecordIdSchema, page: PageNumber });

/** あとで読む, which the patron service keeps for its patron alone. */
export function mountLater(routes: PatronRoutes, deps: PatronWebDeps): void {
  const { patron } = deps;
  routes.page('/later', 'patron', (call) => drawLater(deps, call));
  routes.form('/later/add', 'patron', async ({ visit, response, form }) => {
    const { recordId, back = '/later' } = parseFields(AddForm, form);
    if (!(await readRecord(deps, recordId)).ok) pageFault(404);
    const { patronId } = signedIn(visit);
    const kept = await patron.keepForLater({ params: { patronId }, body: { recordId } });
    if (!kept.ok) pageFault(404);
    response.redirect(303, kept.value.kept ? back : '/later?done=full');
  });
  routes.form('/later/remove', 'patron', async ({ visit, response, form }) => {
    const { recordId, page } = parseFields(RemoveForm, form);
    const { patronId } = signedIn(visit);
    await patron.forgetLater({ params: { patronId }, body: { recordId } });
    const back = later(page);
    response.redirect(303, `${back}${back.includes('?') ? '&' : '?'}done=removed`);
  });
  routes.form('/later/clear', 'patron', async ({ visit, response }) => {
    const { patronId } = signedIn(visit);
    await patron.forgetLater({ params: { patronId }, body: {} });
    response.redirect(303, '/later?done=cleared');
  });
}

async function drawLater(deps: PatronWebDeps, call: PatronCall): Promise<void> {
  const { patronId } = signedIn(call.visit);
  const [frame, own, answer] = await Promise.all([
    frameOf(deps, call),
    readOwn(deps, call.visit),
    deps.patron.later({ params: { patronId } }),
  ]);
  if (!answer.ok) pageFault(404);
  const { recordIds } = answer.value;
  const last = Math.max(1, Math.ceil(recordIds.length / PAGE_SIZE));
  const page = Math.min(last, PageNumber.parse(call.request.query.page));
  const items = await readBasket(deps, recordIds.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE));
  const done = Done.parse(call.request.query.done);
  sendPage(call.response, h(LaterPage, { frame, own, items, count: recordIds.length, page, last, done }));
}
