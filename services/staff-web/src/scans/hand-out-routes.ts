import {
  catalogApi,
  PREFECTURAL_LIBRARY,
  readBarcode,
  readBarcodeOf,
  refuseMisread,
} from '@toshobin/contracts';
import { allow, instantFromDate, type Refusal, refuse } from '@toshobin/lending-rules';
import { type PageCall, pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { actingFor } from '../for-library/acting-for.ts';
import { forLibraryField, libraryIn, reasonField, scanFields } from '../pages/fields.ts';
import { frameFor } from '../pages/frame.tsx';
import { answerOn } from '../pages/keep-answer.ts';
import type { Staff } from '../roles.ts';
import type { Offer } from '../sessions/desk-state.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { allowLateHandOut } from './allow-late-hand-out.ts';
import { cardOrCode, resolveCard } from './card-or-code.ts';
import { type CardShown, HandOutPage } from './hand-out.page.tsx';
import { handOut } from './hand-out.ts';
import { lend } from './lend.ts';
import { sayingAt } from './say.ts';
import { TYPED_UNDO, undoLast } from './undo-routes.ts';
import { timed } from './when-scanned.ts';

const HandOutForm = z.strictObject({
  ...scanFields,
  ...forLibraryField,
  handedOver: z.literal('yes').optional(),
});
const OverrideForm = z.strictObject({
  ...scanFields,
  override: z.enum(['RESERVED_FOR_OTHER', 'LOAN_LIMIT']),
  /** The other one, gone on with before: a copy may be reserved, and the card at its limit. */
  and: z.enum(['RESERVED_FOR_OTHER', 'LOAN_LIMIT']).optional(),
  reason: reasonField,
});
const LateForm = z.strictObject({ ...scanFields, reason: reasonField });

/** What the prefectural counter, or a pickup library, may go on with after a refusal. */
function offersAfter(atCounter: boolean): (refusal: Refusal) => Offer[] {
  return ({ code }) => {
    switch (code) {
      case 'RESERVED_FOR_OTHER':
        return ['overrideReserved'];
      case 'LOAN_LIMIT':
        return atCounter ? ['overrideLimit'] : ['handedOver'];
      case 'HAND_OUT_AFTER_EXPIRY':
        return atCounter ? ['lateHandOut', 'handedOver'] : ['handedOver'];
      case 'CARD_DOES_NOT_MATCH':
      case 'WRONG_PICKUP_LIBRARY':
        return ['handedOver'];
      default:
        return [];
    }
  };
}

/** What is typed into the field instead of pressing 「この方を終わる」. */
const TYPED_DONE = '9';

/** R14. 引渡し・窓口貸出: the card first, then copies; another card ends the one before. */
export function mountHandOut(routes: StaffRoutes, deps: StaffWebDeps): void {
  const now = () => instantFromDate(deps.now());
  const cardShown = async (call: PageCall<Staff>, staff: Staff): Promise<CardShown | undefined> => {
    const cardNumber = await deps.desk.shownCard(await call.visit.openSession(), deps.now());
    if (cardNumber === undefined) return undefined;
    const card = await resolveCard(deps, staff, { cardNumber, at: now() });
    if (!card.ok) return undefined;
    const { cardLast4: last4, cardStatus: status, reservations, loans, loanLimit } = card.value;
    const held = reservations.filter(
      (one) => one.state === 'ready' && one.pickupLibrary === staff.library,
    ).length;
    return { last4, status, held, loans, loanLimit };
  };
  routes.page('/hand-out', 'handOut', async (call) => {
    const acting = await actingFor(deps, staffOf(call), libraryIn(call.request));
    if (!acting.ok) pageFault(404);
    const answer = await deps.desk.answer(await call.visit.openSession(), '/hand-out');
    const card = await cardShown(call, acting.value);
    const frame = await frameFor(deps, call, acting.value);
    sendPage(call.response, h(HandOutPage, { frame, answer, newId: deps.newId, card }));
  });

  routes.form('/hand-out', 'handOut', async (call) => {
    const fields = await timed(deps, call.visit, parseFields(HandOutForm, call.form));
    const { factId, code, occurredAt, library, handedOver } = fields;
    const acting = await actingFor(deps, staffOf(call), library);
    const query = { library };
    const page = '/hand-out';
    if (!acting.ok) return answerOn(deps, call, page, { decision: acting, said: waiting, code, query });
    const sessionId = await call.visit.openSession();
    if (code === TYPED_UNDO) return undoLast(deps, call, acting.value, { factId, occurredAt, page });
    if (code === TYPED_DONE) {
      await deps.desk.forgetCard(sessionId);
      return answerOn(deps, call, page, { decision: allow(undefined), said: waiting, code: '', query });
    }
    const shown = cardOrCode(code);
    if (shown !== undefined) {
      const card = await resolveCard(deps, acting.value, { cardNumber: shown, at: occurredAt });
      if (card.ok) await deps.desk.showCard(sessionId, shown, deps.now());
      else await deps.desk.forgetCard(sessionId);
      const said = () => ({ tone: 'wait' as const, text: '資料を読み取ってください', detail: '', notes: [] });
      return answerOn(deps, call, page, { decision: card, said, code: '', query });
    }
    const cardNumber = await deps.desk.shownCard(sessionId, deps.now());
    const reading = readBarcode(code);
    if (cardNumber === undefined && reading.ok && reading.kind === 'copy') {
      return answerOn(deps, call, page, { decision: allow(undefined), said: cardFirst, code, query });
    }
    const scan = { factId, occurredAt, barcode: code };
    const atCounter = acting.value.library === PREFECTURAL_LIBRARY;
    const decision =
      cardNumber === undefined || code === ''
        ? refuseMisread(readOrNotOurs(code))
        : atCounter && handedOver === undefined
          ? await lend(deps, acting.value, { ...scan, cardNumber })
          : await handOut(deps, acting.value, {
              ...scan,
              cardNumber,
              handedOver: handedOver !== undefined,
            });
    const said = await sayingAt(deps, 'handOut');
    const offers = offersAfter(atCounter);
    await answerOn(deps, call, page, { decision, said, code, query, undo: factId, offers });
  });

  routes.form('/hand-out/override', 'lend', async (call) => {
    const fields = await timed(deps, call.visit, parseFields(OverrideForm, call.form));
    const { code, override, and, reason, ...scan } = fields;
    const cardNumber = await deps.desk.shownCard(await call.visit.openSession(), deps.now());
    const overrides = and === undefined ? [override] : [override, and];
    const decision =
      cardNumber === undefined
        ? refuse('STATE_CHANGED')
        : await lend(deps, staffOf(call), {
            ...scan,
            barcode: code,
            cardNumber,
            overrides,
            overrideReason: reason,
          });
    const said = await sayingAt(deps, 'handOut');
    const other: Refusal['code'] = override === 'LOAN_LIMIT' ? 'RESERVED_FOR_OTHER' : 'LOAN_LIMIT';
    const offers = (refusal: Refusal): Offer[] =>
      refusal.code === other ? ['overrideBoth'] : offersAfter(true)(refusal);
    await answerOn(deps, call, '/hand-out', { decision, said, code, undo: scan.factId, offers });
  });

  routes.form('/hand-out/late', 'allowLateHandOut', async (call) => {
    const { code, reason, ...scan } = await timed(deps, call.visit, parseFields(LateForm, call.form));
    const staff = staffOf(call);
    const cardNumber = await deps.desk.shownCard(await call.visit.openSession(), deps.now());
    const copy = await deps.catalog.call(catalogApi.readCopy, { params: { barcode: code } });
    const reservationId = copy.ok ? copy.value.reservationId : null;
    const allowed =
      reservationId === null || cardNumber === undefined
        ? refuse('STATE_CHANGED')
        : await allowLateHandOut(deps, staff, { reservationId, reason });
    const decision =
      allowed.ok && cardNumber !== undefined
        ? await lend(deps, staff, { ...scan, barcode: code, cardNumber })
        : allowed.ok
          ? refuse('STATE_CHANGED')
          : allowed;
    const said = await sayingAt(deps, 'handOut');
    await answerOn(deps, call, '/hand-out', { decision, said, code, undo: scan.factId });
  });

  routes.form('/hand-out/done', 'handOut', async (call) => {
    const { library } = parseFields(z.strictObject(forLibraryField), call.form);
    await deps.desk.forgetCard(await call.visit.openSession());
    const query = { library };
    await answerOn(deps, call, '/hand-out', { decision: allow(undefined), said: waiting, code: '', query });
  });
}

const waiting = () => ({ tone: 'wait' as const, text: '読み取りを待っています', detail: '', notes: [] });
const cardFirst = () => ({
  tone: 'ask' as const,
  text: 'はじめに貸出カードを読み取ってください',
  detail: '',
  notes: ['まだお渡ししないでください'],
});

function readOrNotOurs(code: string): Exclude<ReturnType<typeof readBarcodeOf>, { ok: true }> {
  const reading = readBarcodeOf('card', code);
  return reading.ok ? { ok: false, refusal: 'BARCODE_NOT_OURS' } : reading;
}
