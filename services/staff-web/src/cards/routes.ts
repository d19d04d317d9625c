import {
  CardApplicationSchema,
  LibraryCodeSchema,
  patronApi,
  type Schema,
  UuidSchema,
} from '@toshobin/contracts';
import { CalendarDateSchema, type Decision, dayOf, formatDateJa, refuse } from '@toshobin/lending-rules';
import { type PageCall, pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { reasonField } from '../pages/fields.ts';
import { frameOf } from '../pages/frame.tsx';
import { answerOn } from '../pages/keep-answer.ts';
import type { Staff } from '../roles.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import {
  cardApplications,
  cardRenewals,
  checkCardApplication,
  enterCardApplication,
  issueLetterCode,
  releaseWithoutCard,
  renewCard,
  replaceCard,
  suspendCard,
} from './card-acts.ts';
import { mountCardApi } from './card-api.ts';
import { CardsPage, CodePage } from './cards.page.tsx';

const orNull = z.string().transform((text) => (text.trim() === '' ? null : text.trim()));
const PaperForm = z.object({ phone: orNull, email: orNull }).loose().pipe(CardApplicationSchema);
const yesOrNo = z.enum(['yes', 'no']);
const CheckForm = z.union([
  z.strictObject({ approved: z.literal('yes') }),
  z.strictObject({ approved: z.literal('no'), reason: reasonField }),
]);
const ReasonForm = z.strictObject({ factId: z.uuid(), reason: reasonField });
const SuspendForm = z.strictObject({ suspended: yesOrNo, reason: reasonField });
const RenewForm = z.strictObject({
  expiresOn: CalendarDateSchema,
  cardNumber: z.string().max(64).optional(),
});
const ReleaseForm = z.strictObject({ factId: z.uuid(), to: LibraryCodeSchema, reason: reasonField });

const done = (text: string) => () => ({ tone: 'ok' as const, text, detail: '', notes: [] });

/** R1, R14. Cards: the lists on a page of their own, what is done to one card beside its holder on the telephone. */
export function mountCards(routes: StaffRoutes, deps: StaffWebDeps): void {
  /** Does something to the card of the person in hand; STATE_CHANGED when nobody is. */
  const withCard = async <T>(
    call: PageCall<Staff>,
    act: (cardNumber: string) => Promise<Decision<T>>,
  ): Promise<Decision<T>> => {
    const cardNumber = await deps.desk.caller(await call.visit.openSession(), deps.now());
    return cardNumber === undefined ? refuse('STATE_CHANGED') : act(cardNumber);
  };
  /** The same, once for each form: after the first press the card in hand, or the code that works, is another one. */
  const onceWithCard = <T>(
    call: PageCall<Staff>,
    form: { factId: string; what: string },
    answers: Schema<T>,
    act: (cardNumber: string) => Promise<Decision<T>>,
  ): Promise<Decision<T>> =>
    deps.answeredForms.once({ ...form, account: staffOf(call).account }, answers, () => withCard(call, act));
  routes.page('/cards', 'cards', async (call) => {
    const staff = staffOf(call);
    const [applications, renewals] = await Promise.all([
      cardApplications(deps, staff),
      cardRenewals(deps, staff),
    ]);
    if (!applications.ok || !renewals.ok) pageFault(404);
    const answer = await deps.desk.answer(await call.visit.openSession(), '/cards');
    sendPage(
      call.response,
      h(CardsPage, {
        frame: frameOf(deps, call),
        answer,
        applications: applications.value.applications,
        renewals: renewals.value.renewals,
        newId: deps.newId,
      }),
    );
  });
  routes.form('/cards/applications', 'cards', async (call) => {
    const application = parseFields(PaperForm, call.form);
    const decision = await enterCardApplication(deps, staffOf(call), application);
    const said = ({ applicationNumber }: { applicationNumber: string }) =>
      done(`申込みを受け付けました　受付番号 ${applicationNumber}`)();
    await answerOn(deps, call, '/cards', { decision, said, code: '' });
  });
  routes.form('/cards/applications/:applicationId/check', 'cards', async (call) => {
    const id = UuidSchema.safeParse(call.request.params.applicationId);
    if (!id.success) pageFault(404);
    const fields = parseFields(CheckForm, call.form);
    const decision = await checkCardApplication(deps, staffOf(call), {
      applicationId: id.data,
      approved: fields.approved === 'yes',
      reason: fields.approved === 'no' ? fields.reason : undefined,
    });
    const said = done(fields.approved === 'yes' ? '発行します' : 'お断りしました');
    await answerOn(deps, call, '/cards', { decision, said, code: '' });
  });
  routes.form('/cards/renew', 'cards', async (call) => {
    const { cardNumber: listed, expiresOn } = parseFields(RenewForm, call.form);
    const renew = (cardNumber: string) => renewCard(deps, staffOf(call), { cardNumber, expiresOn });
    const decision = listed === undefined ? await withCard(call, renew) : await renew(listed);
    const page = listed === undefined ? '/phone' : '/cards';
    await answerOn(deps, call, page, { decision, said: done('有効期限を更新しました'), code: '' });
  });
  routes.form('/cards/replace', 'cards', async (call) => {
    const { factId, reason } = parseFields(ReasonForm, call.form);
    const form = { factId, what: 'another card number' };
    const { answer } = patronApi.replaceCard;
    const decision = await onceWithCard(call, form, answer, async (cardNumber) => {
      const replaced = await replaceCard(deps, staffOf(call), { cardNumber, reason });
      if (replaced.ok) {
        await deps.desk.takeCall(await call.visit.openSession(), replaced.value.cardNumber, deps.now());
      }
      return replaced;
    });
    await answerOn(deps, call, '/phone', { decision, said: done('新しいカード番号にしました'), code: '' });
  });
  routes.form('/cards/suspend', 'cards', async (call) => {
    const { reason, suspended } = parseFields(SuspendForm, call.form);
    const decision = await withCard(call, (cardNumber) =>
      suspendCard(deps, staffOf(call), { cardNumber, reason, suspended: suspended === 'yes' }),
    );
    const said = done(suspended === 'yes' ? '利用停止にしました' : '利用停止を解きました');
    await answerOn(deps, call, '/phone', { decision, said, code: '' });
  });
  // The codes are drawn at once; nobody can ask for them later.
  routes.form('/cards/release', 'cards', async (call) => {
    const { factId, to, reason } = parseFields(ReleaseForm, call.form);
    const form = { factId, what: `release at ${to}` };
    const decision = await onceWithCard(call, form, patronApi.releaseWithoutCard.answer, (cardNumber) =>
      releaseWithoutCard(deps, staffOf(call), { cardNumber, library: to, reason }),
    );
    if (!decision.ok) return answerOn(deps, call, '/phone', { decision, said: done(''), code: '' });
    const { code, validUntil } = decision.value;
    const nameOf = await deps.libraries.names();
    const until = formatDateJa(dayOf(validUntil));
    const use = `${nameOf(to)}に電話で伝えます。カードの代わりに入れると、1回お渡しできます。`;
    const title = 'カードなしの引渡し';
    sendPage(call.response, h(CodePage, { frame: frameOf(deps, call), title, code, until, use }));
  });
  routes.form('/cards/letter', 'cards', async (call) => {
    const { factId, reason } = parseFields(ReasonForm, call.form);
    const form = { factId, what: 'code for a letter' };
    const decision = await onceWithCard(call, form, patronApi.issueLetterCode.answer, (cardNumber) =>
      issueLetterCode(deps, staffOf(call), { cardNumber, reason }),
    );
    if (!decision.ok) return answerOn(deps, call, '/phone', { decision, said: done(''), code: '' });
    const { code, validUntil } = decision.value;
    const until = formatDateJa(validUntil);
    const use = '封書で、登録の住所へ送ります。パスワードの代わりに1回使えます。';
    const title = '封書の番号';
    sendPage(call.response, h(CodePage, { frame: frameOf(deps, call), title, code, until, use }));
  });
  mountCardApi(routes, deps);
}
