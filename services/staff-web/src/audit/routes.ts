import { readBarcode, staffWebApi } from '@toshobin/contracts';
import { allow, instantFromDate } from '@toshobin/lending-rules';
import { parseFields } from '@toshobin/web';
import { z } from 'zod';
import { type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { drawPage } from '../pages/draw-page.ts';
import { textTyped } from '../pages/fields.ts';
import { frameOf, naming } from '../pages/frame.tsx';
import { pageWith } from '../pages/keep-answer.ts';
import { AuditPage } from './audit.page.tsx';
import { written } from './audit-trail.ts';
import { deedsIn, deedsShown } from './deeds-shown.ts';

const typed = z.string().default('');
const SoughtForm = z.strictObject({ subject: z.string(), account: typed, from: typed, until: typed });

export function mountAudit(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/audit', 'audit', async (call) => {
    const asked = deedsIn(call.request);
    const { deeds, further } = await deedsShown(deps, asked);
    const copies = deeds.flatMap(({ copy }) => copy ?? []);
    const frame = await naming(deps, frameOf(deps, call), copies);
    drawPage(deps, call, AuditPage, { frame, deeds, typed: asked, further });
  });
  // A card's number stands in no address: it leads to whose it is, and that somebody looked is written down, not at whom.
  routes.form('/audit', 'audit', async (call) => {
    const fields = parseFields(SoughtForm, call.form);
    const subject = textTyped(fields.subject, 100);
    const account = textTyped(fields.account.normalize('NFKC'), 64);
    const days = { from: textTyped(fields.from, 10), until: textTyped(fields.until, 10) };
    const ofAccount = cardNumberIn(account) === undefined ? { account, ...days } : { account: '', ...days };
    const cardNumber = cardNumberIn(subject) ?? cardNumberIn(account);
    if (cardNumber === undefined)
      return call.response.redirect(303, pageWith('/audit', { subject, ...ofAccount }));
    const at = instantFromDate(deps.now());
    const found = await deps.patron.findByCard({ body: { cardNumber, at } });
    await written(deps, staffOf(call), { action: 'findDeedsOfCard', subject: 'card' }, found);
    if (!found.ok)
      return drawPage(deps, call, AuditPage, {
        deeds: [],
        typed: { subject: '', ...ofAccount, before: '' },
        noSuchCard: true,
      });
    const ofPatron = `patron ${found.value.patronId}`;
    call.response.redirect(303, pageWith('/audit', { subject: ofPatron, ...ofAccount }));
  });
  routes.api(staffWebApi.audit, 'audit', async ({ query: { subject, before } }) => {
    const sought = { subject, before: before === undefined ? undefined : BigInt(before) };
    const { deeds, further } = await deps.audit.page(sought);
    return allow({ deeds, further: further ?? null });
  });
}

/** Before a number, as other things are named by their word: 予約番号 123456. */
const WORD_OF_CARD = /^\s*(?:(?:貸出)?カード|利用者)(?:番号)?[\s:：]*/u;

function cardNumberIn(typed: string): string | undefined {
  const read = readBarcode(typed.replace(WORD_OF_CARD, ''));
  return read.ok && read.kind === 'card' ? read.number : undefined;
}
