import { readBarcode, staffWebApi } from '@toshobin/contracts';
import { allow, instantFromDate } from '@toshobin/lending-rules';
import { parseFields } from '@toshobin/web';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { drawPage } from '../pages/draw-page.ts';
import { textTyped } from '../pages/fields.ts';
import { frameOf, naming } from '../pages/frame.tsx';
import { pageWith } from '../pages/keep-answer.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { AuditPage } from './audit.page.tsx';
import { written } from './audit-trail.ts';
import { deedsIn, deedsShown } from './deeds-shown.ts';

const SoughtForm = z.strictObject({ subject: z.string() });

export function mountAudit(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/audit', 'audit', async (call) => {
    const typed = deedsIn(call.request);
    const { deeds, further } = await deedsShown(deps, typed);
    const copies = deeds.flatMap(({ copy }) => copy ?? []);
    const frame = await naming(deps, frameOf(deps, call), copies);
    drawPage(deps, call, AuditPage, { frame, deeds, typed, further });
  });
  // A card's number stands in no address: it leads to whose it is, and that somebody looked is written down, not at whom.
  routes.form('/audit', 'audit', async (call) => {
    const subject = textTyped(parseFields(SoughtForm, call.form).subject, 100);
    const cardNumber = cardNumberIn(subject);
    if (cardNumber === undefined) return call.response.redirect(303, pageWith('/audit', { subject }));
    const at = instantFromDate(deps.now());
    const found = await deps.patron.findByCard({ body: { cardNumber, at } });
    await written(deps, staffOf(call), { action: 'findDeedsOfCard', subject: 'card' }, found);
    if (!found.ok)
      return drawPage(deps, call, AuditPage, {
        deeds: [],
        typed: { subject: '', before: '' },
        noSuchCard: true,
      });
    call.response.redirect(303, pageWith('/audit', { subject: `patron ${found.value.patronId}` }));
  });
  routes.api(staffWebApi.audit, 'audit', async ({ query }) =>
    allow({ deeds: await deps.audit.read(query.subject) }),
  );
}

/** Before a number, as other things are named by their word: 予約番号 123456. */
const WORD_OF_CARD = /^\s*(?:(?:貸出)?カード|利用者)(?:番号)?[\s:：]*/u;

function cardNumberIn(typed: string): string | undefined {
  const read = readBarcode(typed.replace(WORD_OF_CARD, ''));
  return read.ok && read.kind === 'card' ? read.number : undefined;
}
