import { ParcelModeSchema, ParcelNumberSchema } from '@toshobin/contracts';

import { pageFault } from '@toshobin/web';
import { z } from 'zod';
import { type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { answerOf, drawPage, namedIn, orFault } from '../pages/draw-page.ts';
import { askedField, scanFields, standingOn } from '../pages/fields.ts';
import { answerNoButton, answerOn, refused, sayOn } from '../pages/keep-answer.ts';
import { dayItWaitsFor, sayOffItsDay } from '../parcels/off-its-day.ts';
import { dispatch, readParcel } from '../parcels/parcel-verbs.ts';
import { noSuchParcel, notAParcel } from '../parcels/parcel-words.ts';
import { isOfLabel } from '../parcels/tracking-number.ts';
import { isDigit } from '../scans/digits.ts';
import type { Said } from '../scans/say.ts';
import { formTimed, stepFields } from '../scans/when-scanned.ts';
import { DispatchBoardPage } from './dispatch-board.page.tsx';
import { dispatchDay, miscounted, notACount } from './dispatch-day.ts';
import { type Dispatched, hasLeft, sayDispatched, scanDispatch } from './scan-dispatch.ts';

const SendForm = z.strictObject({
  ...stepFields,
  mode: ParcelModeSchema,
  trackingNumber: z.string().max(40).default(''),
  agreed: z.literal('yes').optional(),
});

const ScanForm = z.strictObject({ ...scanFields, ...askedField });
const DayForm = z.strictObject({
  ...stepFields,
  parcel: z.union([ParcelNumberSchema, z.array(ParcelNumberSchema).max(200)]).default([]),
  /** What is no count is asked for again: a barcode reader types a number into the field. */
  counted: z
    .string()
    .max(64)
    .transform((text) => {
      const digits = text.normalize('NFKC').trim();
      return /^\d{1,3}$/.test(digits) ? Number(digits) : undefined;
    }),
});

/** R11. The board of the packing desk, and the parcels handed to the post from it. */
export function mountDispatchBoard(routes: StaffRoutes, deps: StaffWebDeps): void {
  const page = '/dispatch-board';
  routes.page(page, 'dispatchBoard', async (call) => {
    const [board, packing, toPick] = await Promise.all([
      deps.shipping.dispatchBoard().then(orFault),
      deps.shipping.packingList().then(orFault),
      deps.catalog.pickList().then(orFault),
    ]);
    const { missing } = call.request.query;
    drawPage(deps, call, DispatchBoardPage, {
      board,
      toPack: packing.rows,
      proposals: packing.proposals,
      toPick: toPick.rows,
      answer: await answerOf(deps, call, page),
      numberMissing: typeof missing === 'string' ? missing : undefined,
      nameOf: await deps.libraries.names(),
    });
  });
  routes.form(page, 'dispatchBoard', async (call) => {
    const { code, asked, ...step } = await formTimed(deps, call, ScanForm);
    // What another window asks is not answered here, nor its parcel given the number of a label.
    const last = standingOn({ asked }, await answerOf(deps, call, page));
    const asks = last?.offers.includes('dispatchToday') === true;
    const isUndo = code === '0' && last?.offers.includes('notDispatched');
    const isAnswer = asks ? /^[01]$/.test(code) : isUndo || last?.offers.includes('trackingNumber');
    // To another digit than the question's it stands.
    if (isDigit(code) && !isAnswer)
      return asks ? call.response.redirect(303, page) : answerNoButton(deps, call, page, code);
    const decision = await scanDispatch(deps, staffOf(call), { code, ...step }, last);
    const nameOf = await deps.libraries.names();
    const said = (done: Dispatched) => sayDispatched(done, nameOf);
    // A label that could not be read is read again: what it belongs to is not forgotten.
    if (!decision.ok && last?.offers.includes('trackingNumber') && isOfLabel(decision.refusal)) {
      const why = await refused(deps, decision.refusal);
      const again: Said = { ...why, tone: 'ask', offers: ['trackingNumber'] };
      return sayOn(deps, call, page, again, { code: last.code });
    }
    if (!decision.ok && decision.refusal.code === 'BARCODE_NOT_OURS')
      return sayOn(deps, call, page, notAParcel, { code });
    if (!decision.ok && decision.refusal.code === 'NOT_FOUND')
      return sayOn(deps, call, page, noSuchParcel, { code });
    const about = decision.ok ? decision.value.parcel.parcelNumber : code;
    await answerOn(deps, call, page, { decision, said, code: about });
  });
  routes.form('/dispatch-board/day', 'dispatchBoard', async (call) => {
    const { parcel: chosen, counted, ...step } = await formTimed(deps, call, DayForm);
    const parcels = [...new Set([chosen].flat())];
    const said =
      counted === parcels.length
        ? await dispatchDay(deps, staffOf(call), { parcels, ...step })
        : counted === undefined
          ? notACount
          : miscounted(counted, parcels.length);
    await sayOn(deps, call, page, said);
  });
  routes.form('/dispatch-board/:parcelNumber', 'dispatchBoard', async (call) => {
    const parcelNumber = namedIn(call, 'parcelNumber', ParcelNumberSchema);
    const { agreed, ...body } = await formTimed(deps, call, SendForm);
    const parcel = agreed ? undefined : await readParcel(deps, staffOf(call), parcelNumber);
    const day = parcel?.ok ? await dayItWaitsFor(deps, parcel.value, body.mode) : undefined;
    if (parcel?.ok && day !== undefined) {
      const asked = sayOffItsDay((await deps.libraries.names())(parcel.value.library), day);
      return sayOn(deps, call, page, asked, { code: parcelNumber });
    }
    const of = { params: { parcelNumber }, body };
    const decision = await dispatch.doneBy(deps, staffOf(call), of);
    if (!decision.ok && decision.refusal.code === 'NOT_FOUND') pageFault(404);
    const isNumberMissing = !decision.ok && isOfLabel(decision.refusal);
    const said = () => hasLeft;
    const query = { missing: isNumberMissing ? parcelNumber : undefined };
    await answerOn(deps, call, page, { decision, said, code: parcelNumber, query });
  });
}
