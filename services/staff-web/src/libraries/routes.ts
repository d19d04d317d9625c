import { AddressSchema, LibraryCodeSchema, shippingApi, UuidSchema } from '@toshobin/contracts';
import { CalendarDateSchema, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { answerOn } from '../pages/keep-answer.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { addressesOf } from './addresses.ts';
import { mountClosureForm } from './closure-form-routes.ts';
import {
  changeLibrary,
  enterClosure,
  pauseDispatch,
  pausePickup,
  takeBackClosure,
} from './keep-libraries.ts';
import { LibrariesPage } from './libraries.page.tsx';
import { LibraryPage } from './library.page.tsx';
import { mountLibraryApi } from './library-api.ts';
import { movedByClosures } from './moved-by-closures.ts';

const factId = UuidSchema;
const days = { from: CalendarDateSchema, until: CalendarDateSchema };
const dayOrNull = z
  .union([z.literal('').transform(() => null), CalendarDateSchema])
  .optional()
  .transform((day) => day ?? null);
const ClosureForm = z.strictObject({
  factId,
  of: LibraryCodeSchema,
  ...days,
  reason: z.string().trim().min(1).max(60),
});
const TakeBackForm = z.strictObject({ factId });
const PauseForm = z.strictObject({ factId, pausedFrom: dayOrNull, reopens: dayOrNull });
const DispatchForm = z.strictObject({ factId, kind: z.enum(['closure', 'noDispatch']), ...days });
const weekday = z.coerce.number().int().min(1).max(7);
const addressLine = z
  .string()
  .max(40)
  .optional()
  .transform((line) => line?.trim() ?? '');
const ChangeForm = z.strictObject({
  factId,
  phone: z.string().trim().min(1).max(20),
  /** Full-width digits and a missing hyphen are the typing's, not the post's. */
  postcode: z
    .string()
    .transform((typed) =>
      typed
        .normalize('NFKC')
        .replaceAll(/[^\d]/g, '')
        .replace(/^(\d{3})(\d{4})$/, '$1-$2'),
    )
    .pipe(AddressSchema.shape.postcode),
  address1: addressLine.pipe(z.string().min(1)),
  address2: addressLine,
  address3: addressLine,
  closedWeekdays: z.union([z.array(weekday).max(6), weekday.transform((day) => [day])]).default([]),
  arrival: z.enum(['scan', 'assumed']),
});

const done =
  (text: string, detail = '') =>
  () => ({ tone: 'ok' as const, text, detail, notes: [] });

/** R5, R11, R17. Libraries and calendars, kept by the prefectural desk. */
export function mountLibraries(routes: StaffRoutes, deps: StaffWebDeps): void {
  const { shipping, newId } = deps;
  routes.page('/libraries', 'libraries', async (call) => {
    const from = dayOf(instantFromDate(deps.now()));
    const [listed, closures, dispatch] = await Promise.all([
      shipping.call(shippingApi.libraries, {}),
      shipping.call(shippingApi.closures, { query: { from } }),
      shipping.call(shippingApi.dispatchCalendar, {}),
    ]);
    if (!listed.ok || !closures.ok || !dispatch.ok) pageFault(404);
    const { prefectural, regions } = listed.value;
    const answer = await deps.desk.answer(await call.visit.openSession(), '/libraries');
    sendPage(
      call.response,
      h(LibrariesPage, {
        frame: frameOf(deps, call),
        answer,
        libraries: [prefectural, ...regions.flatMap(({ libraries }) => libraries)],
        closures: closures.value.closures,
        moved: await movedByClosures(
          deps,
          closures.value.closures.map(({ closureId }) => closureId),
        ),
        dispatch: dispatch.value,
        newId,
      }),
    );
  });
  mountClosureForm(routes, deps);
  routes.form('/closures', 'libraries', async (call) => {
    const { of: library, ...closure } = parseFields(ClosureForm, call.form);
    const decision = await enterClosure(deps, staffOf(call), { ...closure, library });
    const said = done('臨時休館を登録しました', '期限を動かし、お知らせします');
    await answerOn(deps, call, '/libraries', { decision, said, code: '' });
  });
  routes.form('/closures/:closureId/take-back', 'libraries', async (call) => {
    const closureId = UuidSchema.safeParse(call.request.params.closureId);
    if (!closureId.success) pageFault(404);
    const fields = parseFields(TakeBackForm, call.form);
    const decision = await takeBackClosure(deps, staffOf(call), { ...fields, closureId: closureId.data });
    const said = done('休館を取りやめました', 'すでに知らせた期限は変わりません');
    await answerOn(deps, call, '/libraries', { decision, said, code: '' });
  });
  routes.form('/dispatch-pauses', 'libraries', async (call) => {
    const decision = await pauseDispatch(deps, staffOf(call), parseFields(DispatchForm, call.form));
    await answerOn(deps, call, '/libraries', { decision, said: done('登録しました'), code: '' });
  });

  const libraryIn = (request: { params: Record<string, unknown> }) => {
    const read = LibraryCodeSchema.safeParse(request.params.library);
    return read.success ? read.data : pageFault(404);
  };
  routes.page('/libraries/:library', 'libraries', async (call) => {
    const code = libraryIn(call.request);
    const listed = await shipping.call(shippingApi.libraries, {});
    if (!listed.ok) pageFault(404);
    const { prefectural, regions } = listed.value;
    const all = [prefectural, ...regions.flatMap(({ libraries }) => libraries)];
    const library = all.find((one) => one.code === code) ?? pageFault(404);
    const address = (await addressesOf(deps))(library.code);
    const answer = await deps.desk.answer(await call.visit.openSession(), `/libraries/${code}`);
    sendPage(call.response, h(LibraryPage, { frame: frameOf(deps, call), library, address, answer, newId }));
  });
  routes.form('/libraries/:library', 'libraries', async (call) => {
    const library = libraryIn(call.request);
    const { postcode, address1, address2, address3, ...fields } = parseFields(ChangeForm, call.form);
    const address = { postcode, lines: [address1, address2, address3].filter((line) => line !== '') };
    const decision = await changeLibrary(deps, staffOf(call), { ...fields, address, library });
    await answerOn(deps, call, `/libraries/${library}`, { decision, said: done('変更しました'), code: '' });
  });
  routes.form('/libraries/:library/pause', 'libraries', async (call) => {
    const library = libraryIn(call.request);
    const fields = parseFields(PauseForm, call.form);
    const decision = await pausePickup(deps, staffOf(call), { ...fields, library });
    const said = done(fields.pausedFrom === null ? '受取を再開します' : '受取を休止します');
    await answerOn(deps, call, `/libraries/${library}`, { decision, said, code: '' });
  });
  mountLibraryApi(routes, deps);
}
