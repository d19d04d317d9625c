import { RecordIdSchema } from '@toshobin/contracts';
import { pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { localPath } from '../pages/local-path.ts';
import type { PatronRoutes } from '../patron-routes.ts';
import { readRecord, readRecords } from '../records/read-record.ts';
import { BasketPage } from './basket.page.tsx';

const BasketForm = z.strictObject({ recordId: RecordIdSchema, back: localPath.optional() });

export function mountBasket(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/basket', 'public', async (call) => {
    const frame = await frameOf(deps, call);
    const records = await readRecords(deps, frame.basket);
    const full = call.request.query.full === '1';
    sendPage(call.response, h(BasketPage, { frame, records, full }));
  });
  routes.form('/basket/add', 'public', async ({ visit, response, form }) => {
    const { recordId, back } = parseFields(BasketForm, form);
    const record = await readRecord(deps, recordId);
    if (!record.ok) pageFault(404);
    const added = await deps.basket.add(await visit.openSession(), recordId, deps.now());
    response.redirect(303, added ? (back ?? '/basket') : '/basket?full=1');
  });
  routes.form('/basket/remove', 'public', async ({ visit, response, form }) => {
    const { recordId, back } = parseFields(BasketForm, form);
    if (visit.sessionId !== undefined) await deps.basket.remove(visit.sessionId, [recordId]);
    response.redirect(303, back ?? '/basket');
  });
}
