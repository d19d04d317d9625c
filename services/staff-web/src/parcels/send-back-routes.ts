import { type LibraryCode, type Parcel, readBarcode, refuseMisreadOf } from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import { derivedId, orNone } from '@toshobin/service';
import { z } from 'zod';
import { type Staff, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { actingForBranch } from '../for-library/acting-for.ts';
import { allowCamera } from '../offline/mount-scripts.ts';
import { isOnPhone } from '../pages/branch-page.tsx';
import { answerOf, drawPage, orFault } from '../pages/draw-page.ts';
import { forLibraryField, libraryIn, scanFields } from '../pages/fields.ts';
import { frameFor, naming } from '../pages/frame.tsx';
import { answerNoButton, answerOn } from '../pages/keep-answer.ts';
import { isDigit } from '../scans/digits.ts';
import { askWhyHere } from '../scans/scan-copy.ts';
import { formTimed, type Step } from '../scans/when-scanned.ts';
import { notEmpty } from './not-empty.ts';
import { notPacked } from './not-packed.ts';
import { ledToParcel } from './packing-routes.ts';
import { packed } from './packing-words.ts';
import { parcelFor } from './parcel-for.ts';
import { pack } from './parcel-verbs.ts';
import { SendBackPage } from './send-back.page.tsx';

const ScanForm = z.strictObject({ ...scanFields, ...forLibraryField });
const PAGE = '/send-back';

/** R10. What a pickup library sends home: a copy that is read goes into its open parcel, or into a new one. */
export function mountSendBack(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page(PAGE, 'shelfChecks', async (call) => {
    const acting = await actingForBranch(deps, staffOf(call), libraryIn(call.request));
    if (!acting.ok) return call.response.redirect(303, '/for-library');
    const { library } = acting.value;
    const [own, toReturn, nameOf, bare, answer] = await Promise.all([
      deps.shipping.listParcels({ query: { library, direction: 'return' } }).then(orFault),
      toSendBack(deps, library),
      deps.libraries.names(),
      frameFor(deps, call, acting.value),
      answerOf(deps, call, PAGE),
    ]);
    const parcels = notEmpty(own.parcels);
    const waiting = toReturn && notPacked(toReturn, parcels);
    const inside = waiting?.map(({ barcode }) => barcode) ?? [];
    const frame = await naming(deps, bare, [...inside, answer?.code ?? '']);
    if (isOnPhone(frame)) allowCamera(call.response);
    const keys = call.request.query.keys === '1';
    drawPage(deps, call, SendBackPage, { frame, library, parcels, waiting, nameOf, answer, keys });
  });
  routes.form(PAGE, 'changeParcels', async (call) => {
    const { code, library, ...step } = await formTimed(deps, call, ScanForm);
    if (await ledToParcel(deps, call, staffOf(call), { page: PAGE, code, query: { library } })) return;
    if (isDigit(code)) return answerNoButton(deps, call, PAGE, code, { library });
    const acting = await actingForBranch(deps, staffOf(call), library);
    const opened = acting.ok ? await openFor(deps, acting.value, code, step) : acting;
    if (!acting.ok || !opened.ok) {
      return answerOn(deps, call, PAGE, { decision: opened, code, query: { library } });
    }
    const params = { parcelNumber: opened.value.parcelNumber };
    const body = { ...step, barcode: code };
    const decision = await pack.doneBy(deps, acting.value, { params, body });
    const page = `/parcels/${params.parcelNumber}`;
    await answerOn(deps, call, page, { decision, said: () => packed, code, offers: askWhyHere });
  });
}

/** The return parcel that a library is packing, or a new one; what is no copy of ours opens none. */
async function openFor(
  deps: StaffWebDeps,
  staff: Staff,
  code: string,
  { factId, occurredAt }: Step,
): Promise<Decision<Parcel>> {
  const reading = readBarcode(code);
  if (!reading.ok) return refuseMisreadOf('copy', code);
  const copy = await deps.catalog.readCopy({ params: { barcode: reading.number } });
  if (!copy.ok) return copy;
  const to = { library: staff.library, direction: 'return' } as const;
  return parcelFor(deps, staff, to, { factId: derivedId(factId, 'open'), occurredAt });
}

/** What is to go home from a library; undefined while the catalog is away: its parcels are shown all the same. */
async function toSendBack({ catalog }: Pick<StaffWebDeps, 'catalog'>, library: LibraryCode) {
  return (await orNone(catalog.copiesToReturn({ query: { library } })))?.rows;
}
