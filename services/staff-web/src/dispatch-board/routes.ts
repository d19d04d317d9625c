import { type Parcel, ParcelModeSchema, type ParcelNumber, ParcelNumberSchema } from '@toshobin/contracts';
import { allow, type Decision, type Refusal } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { pageFault } from '@toshobin/web';
import { z } from 'zod';
import { type Staff, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { answerOf, drawPage, namedIn, orFault } from '../pages/draw-page.ts';
import { scanFields } from '../pages/fields.ts';
import { answerOn, refused } from '../pages/keep-answer.ts';
import { dayItWaitsFor, sayOffItsDay } from '../parcels/off-its-day.ts';
import { dispatch, readParcel } from '../parcels/parcel-verbs.ts';
import { notAParcel } from '../parcels/parcel-words.ts';
import { isOfLabel } from '../parcels/tracking-number.ts';
import type { Said } from '../scans/say.ts';
import { formTimed, type Step, stepFields } from '../scans/when-scanned.ts';
import { DispatchBoardPage } from './dispatch-board.page.tsx';
import { type Dispatched, sayDispatched, scanDispatch } from './scan-dispatch.ts';

const SendForm = z.strictObject({
  ...stepFields,
  mode: ParcelModeSchema,
  trackingNumber: z.string().max(40).default(''),
  agreed: z.literal('yes').optional(),
});

const ScanForm = z.strictObject(scanFields);
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
    const { code, ...step } = await formTimed(deps, call, ScanForm);
    const last = await answerOf(deps, call, page);
    const decision = await scanDispatch(deps, staffOf(call), { code, ...step }, last);
    const nameOf = await deps.libraries.names();
    const said = (done: Dispatched) => sayDispatched(done, nameOf);
    // A label that could not be read is read again: what it belongs to is not forgotten.
    if (!decision.ok && last?.offers.includes('trackingNumber') && isOfLabel(decision.refusal)) {
      const why = await refused(deps, decision.refusal);
      const again: Said = { ...why, tone: 'ask', offers: ['trackingNumber'] };
      return answerOn(deps, call, page, { decision: allow(again), said: (one) => one, code: last.code });
    }
    if (!decision.ok && decision.refusal.code === 'BARCODE_NOT_OURS')
      return answerOn(deps, call, page, { decision: allow(notAParcel), said: (one) => one, code });
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
    await answerOn(deps, call, page, { decision: allow(said), said: (one) => one });
  });
  routes.form('/dispatch-board/:parcelNumber', 'dispatchBoard', async (call) => {
    const parcelNumber = namedIn(call, 'parcelNumber', ParcelNumberSchema);
    const { agreed, ...body } = await formTimed(deps, call, SendForm);
    const parcel = agreed ? undefined : await readParcel(deps, staffOf(call), parcelNumber);
    const day = parcel?.ok ? await dayItWaitsFor(deps, parcel.value, body.mode) : undefined;
    if (parcel?.ok && day !== undefined) {
      const asked = sayOffItsDay((await deps.libraries.names())(parcel.value.library), day);
      return answerOn(deps, call, page, { decision: allow(asked), said: (one) => one, code: parcelNumber });
    }
    const of = { params: { parcelNumber }, body };
    const decision = await dispatch.doneBy(deps, staffOf(call), of);
    if (!decision.ok && decision.refusal.code === 'NOT_FOUND') pageFault(404);
    const isNumberMissing = !decision.ok && isOfLabel(decision.refusal);
    const said = () => ({ tone: 'next' as const, text: '発送しました' });
    const query = { missing: isNumberMissing ? parcelNumber : undefined };
    await answerOn(deps, call, page, { decision, said, code: parcelNumber, query });
  });
}

/**
 * A day's Yu-Mail at once. Every parcel has an id made from the form's, so that the same form sent again dispatches none
 * twice; one that is refused stays on the board and is named, and the others go.
 */
async function dispatchDay(
  deps: StaffWebDeps,
  staff: Staff,
  { parcels, factId, occurredAt }: Step & { parcels: readonly ParcelNumber[] },
): Promise<Said> {
  const left: Parcel[] = [];
  const stayed: { parcelNumber: ParcelNumber; refusal: Refusal }[] = [];
  for (const parcelNumber of parcels) {
    const body = { factId: derivedId(factId, parcelNumber), occurredAt, mode: 'yuMail' as const };
    const sent: Decision<Parcel> = await dispatch.doneBy(deps, staff, { params: { parcelNumber }, body });
    if (sent.ok) left.push(sent.value);
    else stayed.push({ parcelNumber, refusal: sent.refusal });
  }
  const notes = await Promise.all(
    stayed.map(
      async ({ parcelNumber, refusal }) => `${parcelNumber}：${(await refused(deps, refusal)).text}`,
    ),
  );
  const yen = left.reduce((sum, { postageYen }) => sum + (postageYen ?? 0), 0);
  return {
    tone: stayed.length > 0 ? 'ask' : 'next',
    text: left.length > 0 ? `${left.length}個を発送しました` : '発送していません',
    detail: left.length > 0 ? `送料 ${yen.toLocaleString('ja-JP')}円` : '',
    notes,
  };
}

/** What was counted is not what was chosen: nothing has left. */
function miscounted(counted: number, chosen: number): Said {
  return {
    tone: 'stop',
    line: '発送していません',
    text: `数えた数（${counted}個）と\n選んだ数（${chosen}個）が合いません`,
    detail: `差は${Math.abs(counted - chosen)}個です。小包と一覧を見くらべてください。`,
  };
}

/** No count at all, as the number of a parcel that was read into the field: nothing has left. */
const notACount: Said = {
  tone: 'stop',
  line: '発送していません',
  text: '数えた数ではありません。\n小包の数を、3桁までの数字で入れてください。',
};
