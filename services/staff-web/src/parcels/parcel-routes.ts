import { catalogApi, type Parcel, ParcelModeSchema, type Schema, shippingApi } from '@toshobin/contracts';
import { type Decision, type Instant, InstantSchema, refuse } from '@toshobin/lending-rules';
import { ServiceFault } from '@toshobin/service';
import { pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { actingFor } from '../for-library/acting-for.ts';
import { allowCamera } from '../offline/mount-scripts.ts';
import { isOnPhone } from '../pages/branch-page.tsx';
import { forLibraryField } from '../pages/fields.ts';
import { frameFor, frameOf } from '../pages/frame.tsx';
import { answerOn } from '../pages/keep-answer.ts';
import { mayPack, type Staff, type StaffAction } from '../roles.ts';
import { titlesOf } from '../scans/copy-in-hand.ts';
import type { Said } from '../scans/say.ts';
import { whenScanned } from '../scans/when-scanned.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { reasonBeyondGuide } from './packing-question.ts';
import { goesElsewhere, openQuestion } from './packing-routes.ts';
import { ParcelPage } from './parcel.page.tsx';
import { numberIn } from './parcel-number-in.ts';
import { dispatch, readParcel, reportContents } from './parcel-verbs.ts';
import { trackingNumberIn } from './tracking-number.ts';
import type { Guide } from './yu-mail-limits.tsx';

const step = { factId: z.uuid(), occurredAt: InstantSchema.optional(), ...forLibraryField };
const StepForm = z.strictObject(step);
type Step = z.output<typeof StepForm>;
const optional = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal('').transform(() => undefined), schema]);
const DispatchForm = z.strictObject({
  ...step,
  mode: ParcelModeSchema,
  trackingNumber: z.string().max(40).default(''),
  reason: optional(z.string().max(200)).optional(),
});
const ContentsForm = z.strictObject({
  ...step,
  missing: z.union([z.string(), z.array(z.string()).max(30)]).default([]),
  extra: z.string().max(2000).default(''),
});

/** Whom a parcel is worked on for: the desk packs a branch's return parcel, and opens an outward one, for the branch. */
function branchOf(staff: Staff, parcel: Parcel): Parcel['library'] | undefined {
  if (staff.role !== 'prefecturalDesk') return undefined;
  const isBranchs = (parcel.direction === 'return') === (parcel.state === 'open');
  return isBranchs ? parcel.library : undefined;
}

/** The numbers of the Yu-Mail guide in force; none while the catalog is away. */
async function guideIn({ catalog }: Pick<StaffWebDeps, 'catalog'>): Promise<Guide | undefined> {
  try {
    const read = await catalog.call(catalogApi.readPolicy, {});
    if (!read.ok) return undefined;
    const { yuMailMaxItems, yuMailMaxWeightGrams, yuMailMaxThicknessMm } = read.value.policy;
    return { items: yuMailMaxItems, grams: yuMailMaxWeightGrams, millimetres: yuMailMaxThicknessMm };
  } catch (fault) {
    if (fault instanceof ServiceFault) return undefined;
    throw fault;
  }
}

async function waitingIn({ shipping }: Pick<StaffWebDeps, 'shipping'>) {
  const list = await shipping.call(shippingApi.packingList, {});
  return list.ok ? list.value.rows : [];
}

/** One parcel: what is done with it, each a form of its page. */
export function mountParcel(routes: StaffRoutes, deps: StaffWebDeps): void {
  /** A form of the page: whoever acts, what it does, and the page again with the answer. */
  const form = <F extends Step>(
    verb: string,
    action: StaffAction,
    schema: Schema<F>,
    work: (
      acting: Staff,
      parcelNumber: Parcel['parcelNumber'],
      fields: F & { occurredAt: Instant },
    ) => Promise<Decision<Parcel>>,
    said: (parcel: Parcel) => Said,
  ) =>
    routes.form(`/parcels/:parcelNumber/${verb}`, action, async (call) => {
      const parcelNumber = numberIn(call);
      const fields = parseFields(schema, call.form);
      const occurredAt = await whenScanned(deps, call.visit, fields.occurredAt);
      const acting = await actingFor(deps, staffOf(call), fields.library);
      const decision = acting.ok ? await work(acting.value, parcelNumber, { ...fields, occurredAt }) : acting;
      if (!decision.ok && decision.refusal.code === 'NOT_FOUND') pageFault(404);
      const code = typeof call.form.code === 'string' ? call.form.code : '';
      await answerOn(deps, call, `/parcels/${parcelNumber}`, { decision, said, code });
    });

  routes.page('/parcels/:parcelNumber', 'readParcels', async (call) => {
    const staff = staffOf(call);
    const parcel = await readParcel(deps, staff, numberIn(call));
    if (!parcel.ok) pageFault(404);
    const acting = await actingFor(deps, staff, branchOf(staff, parcel.value));
    const [nameOf, frame] = await Promise.all([
      deps.libraries.names(),
      acting.ok ? frameFor(deps, call, acting.value) : frameOf(deps, call),
    ]);
    const page = `/parcels/${parcel.value.parcelNumber}`;
    const answer = await deps.desk.answer(await call.visit.openSession(), page);
    const mayChange = mayPack(acting.ok ? acting.value : staff, parcel.value);
    const desk = staff.role === 'prefecturalDesk' ? frameOf(deps, call) : undefined;
    const outward = parcel.value.direction === 'outward' && mayChange;
    const drawn = {
      ...{ frame, desk, answer, mayChange, nameOf },
      parcel: parcel.value,
      guide: mayChange ? await guideIn(deps) : undefined,
      question: outward ? await openQuestion(deps, parcel.value, answer) : undefined,
      reasonMissing: call.request.query.reason === 'missing',
      elsewhere: outward ? await goesElsewhere(deps, parcel.value, answer) : undefined,
      reason: outward ? await reasonBeyondGuide(deps, parcel.value.parcelNumber) : undefined,
      waiting: outward ? await waitingIn(deps) : [],
      titles: await titlesOf(deps, desk ? parcel.value.lines.map(({ barcode }) => barcode) : []),
      keys: call.request.query.keys === '1',
    };
    if (isOnPhone(frame)) allowCamera(call.response);
    sendPage(call.response, h(ParcelPage, drawn));
  });

  form(
    'dispatch',
    'changeParcels',
    DispatchForm,
    async (acting, parcelNumber, { library: _, trackingNumber, reason: why, ...sent }) => {
      const tracking = trackingNumberIn(trackingNumber);
      // The field is filled in with why it was to go by Yu-Mail.
      const reason = sent.mode === 'yuMail' ? why : undefined;
      return tracking.ok
        ? dispatch.doneBy(
            deps,
            { staff: acting },
            { params: { parcelNumber }, body: { ...sent, reason, trackingNumber: tracking.value } },
          )
        : tracking;
    },
    () => ({ tone: 'next', text: '発送しました', detail: '', notes: [] }),
  );
  form(
    'contents',
    'reportContents',
    ContentsForm,
    async (acting, parcelNumber, { library: _, missing, extra, ...rest }) => {
      const others = extra.split(/[\s、,]+/).filter((code) => code !== '');
      const report = { ...rest, missing: [missing].flat(), extra: others.slice(0, 30) };
      return report.missing.length + report.extra.length === 0
        ? refuse('STATE_CHANGED')
        : reportContents.doneBy(deps, { staff: acting }, { params: { parcelNumber }, body: report });
    },
    ({ lines }) => {
      const missing = lines.filter((line) => line.missing).length;
      const text = missing > 0 ? `${missing}点足りません` : '知らせました';
      return { tone: 'ask', text, detail: '県立図書館に知らせました', notes: [] };
    },
  );
}
