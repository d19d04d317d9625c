import {
  LibraryCodeSchema,
  type Parcel,
  ParcelDirectionSchema,
  ParcelModeSchema,
  ParcelNumberSchema,
  shippingApi,
  staffWebApi,
} from '@toshobin/contracts';
import { instantFromDate, refuse } from '@toshobin/lending-rules';
import { type PageCall, pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { scanFields } from '../pages/fields.ts';
import { frameOf } from '../pages/frame.tsx';
import { answerOn, refused } from '../pages/keep-answer.ts';
import { mayPack, type Staff } from '../roles.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { PackingPage, SendBackPage } from './packing.page.tsx';
import { ParcelPage } from './parcel.page.tsx';
import { reasonWords } from './parcel-words.ts';
import { dispatch, openParcel, pack, readParcel, receiveParcel, unpack } from './work-on-parcel.ts';

const { code: _code, ...step } = scanFields;
const ScanForm = z.strictObject(scanFields);
const OpenForm = z.strictObject({ ...step, direction: ParcelDirectionSchema, library: LibraryCodeSchema });
const optional = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal('').transform(() => undefined), schema]);
const DispatchForm = z.strictObject({
  ...step,
  mode: ParcelModeSchema,
  trackingNumber: z.string().max(40).default(''),
  reason: optional(z.string().max(200)).optional(),
});
const TRACKING = /^\d{11,13}$/;

export function mountParcels(routes: StaffRoutes, deps: StaffWebDeps): void {
  const now = () => instantFromDate(deps.now());
  const numberOf = (call: PageCall<Staff>) => {
    const read = ParcelNumberSchema.safeParse(call.request.params.parcelNumber);
    return read.success ? read.data : pageFault(404);
  };
  const answerFor = async (call: PageCall<Staff>, page: string) =>
    deps.desk.answer(await call.visit.openSession(), page);

  routes.page('/packing', 'packing', async (call) => {
    const [list, open] = await Promise.all([
      deps.shipping.call(shippingApi.packingList, {}),
      deps.shipping.call(shippingApi.listParcels, { query: { state: 'open', direction: 'outward' } }),
    ]);
    if (!list.ok || !open.ok) pageFault(404);
    const nameOf = await deps.libraries.names();
    const answer = await answerFor(call, '/packing');
    const [rows, parcels, newId] = [list.value.rows, notEmpty(open.value.parcels), deps.newId];
    sendPage(
      call.response,
      h(PackingPage, { frame: frameOf(deps, call), rows, parcels, answer, newId, nameOf }),
    );
  });
  routes.page('/send-back', 'shelfChecks', async (call) => {
    const { library } = staffOf(call);
    const own = await deps.shipping.call(shippingApi.listParcels, {
      query: { library, direction: 'return' },
    });
    if (!own.ok) pageFault(404);
    const nameOf = await deps.libraries.names();
    const answer = await answerFor(call, '/send-back');
    const [factId, parcels] = [deps.newId(), notEmpty(own.value.parcels)];
    sendPage(
      call.response,
      h(SendBackPage, { frame: frameOf(deps, call), library, parcels, factId, nameOf, answer }),
    );
  });
  routes.form('/parcels', 'changeParcels', async (call) => {
    const { factId, occurredAt = now(), direction, library } = parseFields(OpenForm, call.form);
    const parcel = await openParcel(deps, staffOf(call), { factId, occurredAt, direction, library });
    if (parcel.ok) return call.response.redirect(303, `/parcels/${parcel.value.parcelNumber}`);
    const page = staffOf(call).role === 'pickupLibrary' ? '/send-back' : '/packing';
    const said = await refused(deps, parcel.refusal);
    await answerOn(deps, call, page, { decision: parcel, said: () => said, code: '' });
  });
  routes.page('/parcels/:parcelNumber', 'readParcels', async (call) => {
    const staff = staffOf(call);
    const parcel = await readParcel(deps, staff, numberOf(call));
    if (!parcel.ok) pageFault(404);
    const nameOf = await deps.libraries.names();
    const answer = await answerFor(call, `/parcels/${parcel.value.parcelNumber}`);
    const mayChange = mayPack(staff, parcel.value);
    const { newId } = deps;
    const frame = frameOf(deps, call);
    sendPage(call.response, h(ParcelPage, { frame, parcel: parcel.value, answer, mayChange, newId, nameOf }));
  });
  for (const [verb, scanned, text] of [
    ['pack', pack, '小包に入れました'],
    ['unpack', unpack, '小包から出しました'],
  ] as const) {
    routes.form(`/parcels/:parcelNumber/${verb}`, 'changeParcels', async (call) => {
      const parcelNumber = numberOf(call);
      const { factId, code, occurredAt = now() } = parseFields(ScanForm, call.form);
      const scan = { factId, occurredAt, barcode: code };
      const decision =
        code === '' ? refuse('BARCODE_NOT_OURS') : await scanned(deps, staffOf(call), parcelNumber, scan);
      if (!decision.ok && decision.refusal.code === 'NOT_FOUND') pageFault(404);
      const said = ({ modeReason }: { modeReason: string }) => ({
        tone: 'ok' as const,
        text,
        detail: reasonWords(modeReason),
        notes: [],
      });
      await answerOn(deps, call, `/parcels/${parcelNumber}`, { decision, said, code });
    });
  }
  routes.form('/parcels/:parcelNumber/dispatch', 'changeParcels', async (call) => {
    const parcelNumber = numberOf(call);
    const { factId, occurredAt = now(), mode, reason, trackingNumber } = parseFields(DispatchForm, call.form);
    const tracking = trackingNumber.normalize('NFKC').replace(/[\s-]/g, '');
    const decision =
      tracking !== '' && !TRACKING.test(tracking)
        ? refuse('TRACKING_NUMBER_REQUIRED')
        : await dispatch(deps, staffOf(call), parcelNumber, {
            factId,
            occurredAt,
            mode,
            reason,
            trackingNumber: tracking === '' ? undefined : tracking,
          });
    if (!decision.ok && decision.refusal.code === 'NOT_FOUND') pageFault(404);
    const said = () => ({ tone: 'next' as const, text: '発送しました', detail: '', notes: [] });
    await answerOn(deps, call, `/parcels/${parcelNumber}`, { decision, said, code: '' });
  });
  mountParcelApi(routes, deps);
}

/** An empty parcel can't be sent and needs no work; whoever has its number still gets to its page. */
function notEmpty(parcels: readonly Parcel[]): Parcel[] {
  return parcels.filter(({ lines }) => lines.length > 0);
}

function mountParcelApi(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.api(staffWebApi.packingList, 'packing', () => deps.shipping.call(shippingApi.packingList, {}));
  routes.api(staffWebApi.listParcels, 'readParcels', ({ query, visit }) => {
    const staff = staffOf({ visit });
    // A branch sees its own, whatever it asks for.
    const library = staff.role === 'pickupLibrary' ? { library: staff.library } : {};
    return deps.shipping.call(shippingApi.listParcels, { query: { ...query, ...library } });
  });
  routes.api(staffWebApi.readParcel, 'readParcels', ({ params, visit }) =>
    readParcel(deps, staffOf({ visit }), params.parcelNumber),
  );
  routes.api(staffWebApi.openParcel, 'changeParcels', ({ body, visit }) =>
    openParcel(deps, staffOf({ visit }), body),
  );
  routes.api(staffWebApi.pack, 'changeParcels', ({ params, body, visit }) =>
    pack(deps, staffOf({ visit }), params.parcelNumber, body),
  );
  routes.api(staffWebApi.unpack, 'changeParcels', ({ params, body, visit }) =>
    unpack(deps, staffOf({ visit }), params.parcelNumber, body),
  );
  routes.api(staffWebApi.dispatch, 'changeParcels', ({ params, body, visit }) =>
    dispatch(deps, staffOf({ visit }), params.parcelNumber, body),
  );
  routes.api(staffWebApi.receiveParcel, 'receiveParcel', ({ params, body, visit }) =>
    receiveParcel(deps, staffOf({ visit }), params.parcelNumber, body),
  );
}
