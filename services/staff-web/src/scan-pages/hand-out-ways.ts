import { PREFECTURAL_LIBRARY, ReasonSchema } from '@toshobin/contracts';
import { type Refusal, refuse } from '@toshobin/lending-rules';
import { parseFields } from '@toshobin/web';
import { z } from 'zod';
import { type Staff, type StaffCall, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { answerScan } from '../desk/answer-scan.ts';
import { cardInHand, nameBehindCard } from '../desk/card-in-hand.ts';
import { lend } from '../desk/scan-verbs.ts';
import { drawPage } from '../pages/draw-page.ts';
import { answerOther } from '../pages/drawn-for.ts';
import { forLibraryField, scanFields } from '../pages/fields.ts';
import { answerOn, sayOn } from '../pages/keep-answer.ts';
import { sayingAt } from '../scans/say.ts';
import { formTimed } from '../scans/when-scanned.ts';
import type { Offer } from '../sessions/desk-state.ts';
import { allowLateHandOut } from '../timeline/repair-verbs.ts';
import { perform } from '../verbs/mount-verb.ts';
import { CounterPage } from './counter.page.tsx';
import { deskInHand } from './desk-in-hand.ts';
import { NOT_YET, offersAfter, waiting } from './hand-out-words.ts';
import { isOther } from './shown-for.ts';

const cardField = { card: z.string().max(64).optional() };
const OverrideForm = z.strictObject({
  ...scanFields,
  ...cardField,
  override: z.enum(['RESERVED_FOR_OTHER', 'LOAN_LIMIT']),
  /** The other one, gone on with before: a copy may be reserved, and the card at its limit. */
  and: z.enum(['RESERVED_FOR_OTHER', 'LOAN_LIMIT']).optional(),
  reason: ReasonSchema,
});
const LateForm = z.strictObject({ ...scanFields, ...cardField, reason: ReasonSchema });
const PAGE = '/hand-out';

/** What the counter goes on with after a refusal, the name behind a card, and the end of a person's visit. */
export function mountHandOutWays(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.form(`${PAGE}/override`, 'lend', async (call) => {
    const { code, card, override, and, reason, ...scan } = await formTimed(deps, call, OverrideForm);
    const cardNumber = await inHand(deps, call);
    if (isOther({ card }, cardNumber)) return refuseOther(deps, call, cardNumber);
    const overrides = and === undefined ? [override] : [override, and];
    const decision =
      cardNumber === undefined
        ? refuse('STATE_CHANGED')
        : await lend.doneBy(deps, staffOf(call), {
            params: {},
            body: { ...scan, barcode: code, cardNumber, overrides, overrideReason: reason },
          });
    const said = await sayingAt(deps, 'handOut');
    const other: Refusal['code'] = override === 'LOAN_LIMIT' ? 'RESERVED_FOR_OTHER' : 'LOAN_LIMIT';
    const offers = (refusal: Refusal): Offer[] =>
      refusal.code === other ? ['overrideBoth'] : offersAfter(true)(refusal);
    const refusedLine = NOT_YET;
    await answerScan(deps, call, { page: PAGE, decision, said, code, ...scan, offers, refusedLine });
  });

  routes.form(`${PAGE}/late`, 'allowLateHandOut', async (call) => {
    const { code, card, reason, ...scan } = await formTimed(deps, call, LateForm);
    const staff = staffOf(call);
    const cardNumber = await inHand(deps, call);
    if (isOther({ card }, cardNumber)) return refuseOther(deps, call, cardNumber);
    const copy = await deps.catalog.readCopy({ params: { barcode: code } });
    const reservationId = copy.ok ? copy.value.reservationId : null;
    const allowed =
      reservationId === null || cardNumber === undefined
        ? refuse('STATE_CHANGED')
        : await perform(deps, call.visit, allowLateHandOut, { params: { reservationId }, body: { reason } });
    const decision =
      allowed.ok && cardNumber !== undefined
        ? await lend.doneBy(deps, staff, { params: {}, body: { ...scan, barcode: code, cardNumber } })
        : allowed.ok
          ? refuse('STATE_CHANGED')
          : allowed;
    const said = await sayingAt(deps, 'handOut');
    await answerScan(deps, call, { page: PAGE, decision, said, code, ...scan, refusedLine: NOT_YET });
  });

  // Drawn by the form itself and kept nowhere: looking again is another look.
  routes.form(`${PAGE}/name`, 'whomToCall', async (call) => {
    const staff = staffOf(call);
    const sessionId = await call.visit.openSession();
    const number = await inHand(deps, call);
    const found = number === undefined ? refuse('STATE_CHANGED') : await nameBehindCard(deps, staff, number);
    if (!found.ok || staff.library !== PREFECTURAL_LIBRARY) {
      const decision = found.ok ? refuse('STATE_CHANGED') : found;
      return answerOn(deps, call, PAGE, { decision });
    }
    const [desk, card] = await Promise.all([
      deskInHand(deps, call, staff, PAGE),
      cardInHand(deps, sessionId, staff),
    ]);
    drawPage(deps, call, CounterPage, { ...desk, card, name: found.value.name });
  });

  routes.form(`${PAGE}/done`, 'handOut', async (call) => {
    const { library, card } = parseFields(z.strictObject({ ...forLibraryField, ...cardField }), call.form);
    await endVisit(deps, call, card, { library });
  });
}

/** The end of a person's visit, unless another one's card has been read since the page was drawn. */
export async function endVisit(
  deps: StaffWebDeps,
  call: StaffCall,
  card: string | undefined,
  query: { library: Staff['library'] | undefined },
): Promise<void> {
  const counter = await counterOf(call, query.library);
  const number = (await deps.desk.shownCard(counter, deps.now()))?.number;
  if (isOther({ card }, number)) return answerOther(deps, call, PAGE, { inHand: number, query });
  await deps.desk.forgetCard(counter);
  await sayOn(deps, call, PAGE, waiting, { query });
}

/**
 * To a scan on a page that was drawn for another card than the one in hand. Nobody's is in hand from then on: the same
 * scan, made once more, would be lent to the other.
 */
export async function refuseOther(
  deps: StaffWebDeps,
  call: StaffCall,
  number: string | undefined,
  query: { library?: Staff['library'] | undefined } = {},
): Promise<void> {
  await deps.desk.forgetCard(await counterOf(call, query.library));
  const notes = ['お渡しする方のカードを、もう一度読み取ってください。'];
  await answerOther(deps, call, PAGE, { inHand: number, query, line: NOT_YET, notes });
}

async function inHand(deps: StaffWebDeps, call: StaffCall): Promise<string | undefined> {
  return (await deps.desk.shownCard(await counterOf(call), deps.now()))?.number;
}

/** The counter of the library that something is entered for, or of one's own. */
async function counterOf(call: StaffCall, library: Staff['library'] = staffOf(call).library) {
  return { id: await call.visit.openSession(), library };
}
