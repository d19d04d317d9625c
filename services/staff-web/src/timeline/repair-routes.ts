import {
  CancelReasonSchema,
  LibraryCodeSchema,
  ReservationIdSchema,
  ReservationNoticeKindSchema,
} from '@toshobin/contracts';
import { InstantSchema } from '@toshobin/lending-rules';
import { type PageCall, pageFault, parseFields } from '@toshobin/web';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { reasonField, scanFields } from '../pages/fields.ts';
import { answerOn } from '../pages/keep-answer.ts';
import { cancelByLibrary } from '../phone/cancel-by-library.ts';
import type { Staff } from '../roles.ts';
import { allowLateHandOut } from '../scans/allow-late-hand-out.ts';
import { sayingAt } from '../scans/say.ts';
import { timed } from '../scans/when-scanned.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { claimReturned, claimTakenBack } from './claim-returned.ts';
import { mailAgain } from './mails.ts';
import { anotherCopy, confirmHandOutOf, reconcile } from './repair-reservation.ts';
import { sayRepaired } from './say-repaired.ts';

const LateForm = z.strictObject({ reason: reasonField });
const ReconcileForm = z.strictObject({ reason: reasonField });
const ConfirmForm = z.strictObject({ ...scanFields, reason: reasonField });
const CancelForm = z.strictObject({ wishId: z.uuid(), why: CancelReasonSchema, reason: reasonField });

const ClaimForm = z.strictObject({ ...scanFields, saidLibrary: LibraryCodeSchema, reason: reasonField });
const ClaimTakenBackForm = z.strictObject({
  factId: z.uuid(),
  voids: z.uuid(),
  occurredAt: InstantSchema.optional(),
  reason: reasonField,
});
const MailForm = z.strictObject({ wishId: z.uuid(), kind: ReservationNoticeKindSchema, reason: reasonField });

const done =
  (text: string, detail = '') =>
  () => ({ tone: 'ok' as const, text, detail, notes: [] });

/** What the prefectural desk does about one reservation, on its page. */
export function mountRepair(routes: StaffRoutes, deps: StaffWebDeps): void {
  const idIn = (call: PageCall<Staff>) => {
    const read = ReservationIdSchema.safeParse(call.request.params.reservationId);
    return read.success ? read.data : pageFault(404);
  };
  routes.form('/timeline/:reservationId/reconcile', 'reconcile', async (call) => {
    const reservationId = idIn(call);
    const fields = parseFields(ReconcileForm, call.form);
    const decision = await reconcile(deps, staffOf(call), { ...fields, reservationId });
    await answerOn(deps, call, `/timeline/${reservationId}`, { decision, said: sayRepaired, code: '' });
  });
  routes.form('/timeline/:reservationId/another-copy', 'anotherCopy', async (call) => {
    const reservationId = idIn(call);
    const { code: barcode, ...fields } = await timed(deps, call.visit, parseFields(ConfirmForm, call.form));
    const decision = await anotherCopy(deps, staffOf(call), { ...fields, barcode, reservationId });
    const said = await sayingAt(deps, 'notOnShelf');
    await answerOn(deps, call, `/timeline/${reservationId}`, { decision, said, code: barcode });
  });
  routes.form('/timeline/:reservationId/late-hand-out', 'allowLateHandOut', async (call) => {
    const reservationId = idIn(call);
    const { reason } = parseFields(LateForm, call.form);
    const decision = await allowLateHandOut(deps, staffOf(call), { reservationId, reason });
    const said = done('期限後の引渡しを認めました', '館に、もう一度読み取るよう伝えてください');
    await answerOn(deps, call, `/timeline/${reservationId}`, { decision, said, code: '' });
  });
  routes.form('/timeline/:reservationId/confirm-hand-out', 'confirmHandOut', async (call) => {
    const reservationId = idIn(call);
    const { code: barcode, ...fields } = await timed(deps, call.visit, parseFields(ConfirmForm, call.form));
    const decision = await confirmHandOutOf(deps, staffOf(call), { ...fields, barcode, reservationId });
    const said = done('お渡ししたことを記録しました');
    await answerOn(deps, call, `/timeline/${reservationId}`, { decision, said, code: barcode });
  });
  routes.form('/timeline/:reservationId/claim-returned', 'claimReturned', async (call) => {
    const reservationId = idIn(call);
    const { code: barcode, ...fields } = await timed(deps, call.visit, parseFields(ClaimForm, call.form));
    const decision = await claimReturned(deps, staffOf(call), { ...fields, barcode, reservationId });
    const said = done(
      'お申し出を記録しました',
      '延滞になりません。要確認に入れました。館と棚を捜してください',
    );
    await answerOn(deps, call, `/timeline/${reservationId}`, { decision, said, code: barcode });
  });
  routes.form('/timeline/:reservationId/claim-taken-back', 'claimReturned', async (call) => {
    const reservationId = idIn(call);
    const fields = await timed(deps, call.visit, parseFields(ClaimTakenBackForm, call.form));
    const decision = await claimTakenBack(deps, staffOf(call), { ...fields, reservationId });
    const said = done('貸出に戻しました', '返却期限は元のままです');
    await answerOn(deps, call, `/timeline/${reservationId}`, { decision, said, code: '' });
  });
  routes.form('/timeline/:reservationId/mail', 'mailAgain', async (call) => {
    const reservationId = idIn(call);
    const decision = await mailAgain(deps, staffOf(call), {
      ...parseFields(MailForm, call.form),
      reservationId,
    });
    const said = ({ told }: { told: 'byMail' | 'byTelephone' }) =>
      told === 'byMail'
        ? done('もう一度送ります', '午前8時〜午後8時に送ります')()
        : done('電話で知らせます', 'メールの届くアドレスがありません。要確認に入れました')();
    await answerOn(deps, call, `/timeline/${reservationId}`, { decision, said, code: '' });
  });
  routes.form('/timeline/:reservationId/cancellation', 'phone', async (call) => {
    const reservationId = idIn(call);
    const fields = parseFields(CancelForm, call.form);
    const decision = await cancelByLibrary(deps, staffOf(call), { ...fields, reservationId });
    const said = done('予約をキャンセルしました', 'メールでお知らせします');
    await answerOn(deps, call, `/timeline/${reservationId}`, { decision, said, code: '' });
  });
}
