import { RecordIdSchema } from '@toshobin/contracts';
import { pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { backWith } from '../pages/just-done.ts';
import { localPath } from '../pages/local-path.ts';
import type { PatronRoutes } from '../patron-routes.ts';
import { readRecord } from '../records/read-record.ts';
import { BasketPage } from './basket.page.tsx';
import { judgeBasket, readBasket, standingIfKnown } from './judge-basket.ts';

const BasketForm = z.strictObject({ recordId: RecordIdSchema, back: localPath.optional() });

export function mountBasket(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/basket', 'public', async (call) => {
    const frame = await frameOf(deps, call);
    const { principal, sessionId } = call.visit;
    const [items, standing, policy, done] = await Promise.all([
      readBasket(deps, frame.basket),
      standingIfKnown(deps, call.visit),
      deps.policy.inForce(),
      principal && sessionId ? deps.doneAnswers.read(sessionId) : undefined,
    ]);
    const removed = frame.basketDone?.what === 'removed' ? frame.basketDone.recordId : undefined;
    const again = removed === undefined ? undefined : await readRecord(deps, removed);
    sendPage(
      call.response,
      h(BasketPage, {
        frame,
        judged: judgeBasket(items, standing),
        standing,
        limit: standing?.limit ?? policy.reservationLimit,
        removed: again?.ok ? again.value : undefined,
        reserved: done?.items.filter(({ answer }) => answer === 'accepted').length ?? 0,
        full: call.request.query.full === '1',
      }),
    );
  });
  routes.form('/basket/add', 'public', async ({ visit, response, form }) => {
    const { recordId, back = '/basket' } = parseFields(BasketForm, form);
    const record = await readRecord(deps, recordId);
    if (!record.ok) pageFault(404);
    await visit.openSession();
    const added = await deps.basket.add(visit, recordId, deps.now());
    response.redirect(303, added ? backWith(back, { what: 'added', recordId }) : '/basket?full=1');
  });
  routes.form('/basket/remove', 'public', async ({ visit, response, form }) => {
    const { recordId, back = '/basket' } = parseFields(BasketForm, form);
    await deps.basket.remove(visit, [recordId]);
    response.redirect(303, backWith(back, { what: 'removed', recordId }));
  });
}
