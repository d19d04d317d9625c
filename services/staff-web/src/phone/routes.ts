import {
  catalogApi,
  LibraryCodeSchema,
  PREFECTURAL_LIBRARY,
  RecordIdSchema,
  type ReservationId,
  ReservationIdSchema,
  type Schema,
} from '@toshobin/contracts';
import {
  allow,
  CalendarDateSchema,
  type Decision,
  formatDateJa,
  InstantSchema,
  refuse,
} from '@toshobin/lending-rules';
import { type FormBody, type PageCall, pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { scanFields, typedInto } from '../pages/fields.ts';
import { frameOf } from '../pages/frame.tsx';
import { answerOn } from '../pages/keep-answer.ts';
import type { Staff } from '../roles.ts';
import type { Said } from '../scans/say.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { ExtensionPreviewPage } from './callers-row.tsx';
import {
  type CallersWish,
  cancelForCaller,
  changePickupForCaller,
  extendForCaller,
  findCaller,
  previewExtensionForCaller,
  readCaller,
  reserveForCaller,
  resumeForCaller,
  suspendForCaller,
} from './for-caller.ts';
import { PhonePage } from './phone.page.tsx';
import { mountPhoneApi } from './phone-api.ts';

const wishId = z.uuid();
const FindForm = z.strictObject(scanFields);
const ReserveForm = z.strictObject({ reservationId: ReservationIdSchema, recordId: RecordIdSchema });
const ExtendForm = z.strictObject({ wishId, confirmDue: CalendarDateSchema, previewedAt: InstantSchema });
const PickupForm = z.strictObject({ wishId, pickupLibrary: LibraryCodeSchema });
const SuspendForm = z.strictObject({ wishId, until: CalendarDateSchema });
const WishForm = z.strictObject({ wishId });

const done = (text: string, detail = ''): Said => ({ tone: 'ok', text, detail, notes: [] });

/** 電話受付, for the caller whose card this session has in hand. */
export function mountPhone(routes: StaffRoutes, deps: StaffWebDeps): void {
  const callersCard = async (call: PageCall<Staff>) =>
    deps.desk.caller(await call.visit.openSession(), deps.now());

  routes.page('/phone', 'phone', async (call) => {
    const q = typedInto(call.request, 'q', 200);
    const cardNumber = await callersCard(call);
    const [caller, libraries, records, answer] = await Promise.all([
      cardNumber === undefined ? undefined : readCaller(deps, cardNumber),
      deps.libraries.all(),
      q === '' ? undefined : deps.catalog.call(catalogApi.searchRecords, { query: { q, page: 1 } }),
      deps.desk.answer(await call.visit.openSession(), '/phone'),
    ]);
    const found = records?.ok
      ? records.value.records.filter(({ lending }) => lending === 'inPersonOnly')
      : [];
    const drawn = { frame: frameOf(deps, call), answer, libraries, q, found, newId: deps.newId };
    sendPage(call.response, h(PhonePage, { ...drawn, caller: caller?.ok ? caller.value : undefined }));
  });
  routes.form('/phone', 'phone', async (call) => {
    const { code } = parseFields(FindForm, call.form);
    const sessionId = await call.visit.openSession();
    const caller = code === '' ? refuse('NOT_FOUND') : await findCaller(deps, staffOf(call), code);
    if (caller.ok) await deps.desk.takeCall(sessionId, caller.value.cardNumber, deps.now());
    else await deps.desk.endCall(sessionId);
    const said = () => done('この方の手続きができます', 'ご本人を確かめてください');
    await answerOn(deps, call, '/phone', { decision: caller, said, code: '' });
  });
  routes.form('/phone/done', 'phone', async (call) => {
    await deps.desk.endCall(await call.visit.openSession());
    const said = () => done('終わりました');
    await answerOn(deps, call, '/phone', { decision: allow(undefined), said, code: '' });
  });
  routes.form('/phone/reserve', 'phone', async (call) => {
    const asked = parseFields(ReserveForm, call.form);
    const cardNumber = await callersCard(call);
    const decision =
      cardNumber === undefined
        ? refuse('STATE_CHANGED')
        : await reserveForCaller(deps, staffOf(call), {
            ...asked,
            cardNumber,
            pickupLibrary: LibraryCodeSchema.parse(PREFECTURAL_LIBRARY),
          });
    const said = ({ reservationNumber, position }: { reservationNumber: string; position: number | null }) =>
      done(`予約を受け付けました　${reservationNumber}`, position === null ? '' : `順番 ${position}番目`);
    await answerOn(deps, call, '/phone', { decision, said, code: '' });
  });

  routes.form('/phone/:reservationId/preview', 'phone', async (call) => {
    const reservationId = reservationIn(call);
    const cardNumber = await callersCard(call);
    const decision =
      cardNumber === undefined
        ? refuse('STATE_CHANGED')
        : await previewExtensionForCaller(deps, { cardNumber, reservationId });
    if (!decision.ok) {
      return answerOn(deps, call, '/phone', { decision, said: () => done(''), code: '' });
    }
    const [frame, preview] = [frameOf(deps, call), decision.value];
    sendPage(call.response, h(ExtensionPreviewPage, { frame, reservationId, preview, wishId: deps.newId() }));
  });
  /** A wish of the caller's: its form, what carries it out, and what is said of it. */
  const wish = <F extends { wishId: string }, T>(
    verb: string,
    schema: Schema<F>,
    carryOut: (staff: Staff, asked: F & CallersWish) => Promise<Decision<T>>,
    said: (value: T) => Said,
  ) =>
    routes.form(
      `/phone/:reservationId/${verb}`,
      'phone',
      async (call: PageCall<Staff> & { form: FormBody }) => {
        const reservationId = reservationIn(call);
        const fields = parseFields(schema, call.form);
        const cardNumber = await callersCard(call);
        const decision =
          cardNumber === undefined
            ? refuse('STATE_CHANGED')
            : await carryOut(staffOf(call), { ...fields, cardNumber, reservationId });
        await answerOn(deps, call, '/phone', { decision, said, code: '' });
      },
    );
  wish(
    'extend',
    ExtendForm,
    (staff, asked) => extendForCaller(deps, staff, asked),
    ({ due }) => done('延長しました', `返却期限 ${formatDateJa(due.date)}まで`),
  );
  wish(
    'cancel',
    WishForm,
    (staff, asked) => cancelForCaller(deps, staff, asked),
    () => done('予約をキャンセルしました'),
  );
  wish(
    'change-pickup',
    PickupForm,
    (staff, asked) => changePickupForCaller(deps, staff, asked),
    () => done('受取館を変更しました'),
  );
  wish(
    'suspend',
    SuspendForm,
    (staff, asked) => suspendForCaller(deps, staff, asked),
    ({ until }) => done('一時停止しました', `${formatDateJa(until)}に再開します`),
  );
  wish(
    'resume',
    WishForm,
    (staff, asked) => resumeForCaller(deps, staff, asked),
    ({ position }) => done('再開しました', `順番 ${position}番目`),
  );
  mountPhoneApi(routes, deps);
}

function reservationIn(call: PageCall<Staff>): ReservationId {
  const read = ReservationIdSchema.safeParse(call.request.params.reservationId);
  return read.success ? read.data : pageFault(404);
}
