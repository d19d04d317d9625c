import { type Parcel, ParcelNumberSchema } from '@toshobin/contracts';
import { orNone } from '@toshobin/service';
import { type Staff, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { actingFor } from '../for-library/acting-for.ts';
import { allowCamera } from '../offline/mount-scripts.ts';
import { isOnPhone } from '../pages/branch-page.tsx';
import { answerOf, answerOnce, drawPage, namedIn, orFault } from '../pages/draw-page.ts';
import { frameFor, frameOf, naming } from '../pages/frame.tsx';
import { mayPack } from '../roles.ts';
import { dayItWaitsFor } from './off-its-day.ts';
import { goesElsewhere, openQuestion } from './packing-answers.ts';
import { ParcelPage } from './parcel.page.tsx';
import { lossAsked } from './parcel-loss.tsx';
import { readParcel } from './parcel-verbs.ts';
import type { Guide } from './yu-mail-limits.tsx';

/** Whom a parcel is worked on for: the desk packs a branch's return parcel, and opens an outward one, for the branch. */
function branchOf(staff: Staff, parcel: Parcel): Parcel['library'] | undefined {
  if (staff.role !== 'prefecturalDesk') return undefined;
  const isBranchs = (parcel.direction === 'return') === (parcel.state === 'open');
  return isBranchs ? parcel.library : undefined;
}

/** The numbers of the Yu-Mail guide in force; none while the catalog is away. */
async function guideIn({ catalog }: Pick<StaffWebDeps, 'catalog'>): Promise<Guide | undefined> {
  const read = await orNone(catalog.readPolicy());
  if (!read) return undefined;
  const { yuMailMaxItems, yuMailMaxWeightGrams, yuMailMaxThicknessMm } = read.policy;
  return { items: yuMailMaxItems, grams: yuMailMaxWeightGrams, millimetres: yuMailMaxThicknessMm };
}

async function waitingIn({ shipping }: Pick<StaffWebDeps, 'shipping'>) {
  const list = await shipping.packingList();
  return list.ok ? list.value.rows : [];
}

export function mountParcel(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/parcels/:parcelNumber', 'readParcels', async (call) => {
    const staff = staffOf(call);
    const parcel = orFault(await readParcel(deps, staff, namedIn(call, 'parcelNumber', ParcelNumberSchema)));
    const acting = await actingFor(deps, staff, branchOf(staff, parcel));
    const page = `/parcels/${parcel.parcelNumber}`;
    const [nameOf, bare, answer] = await Promise.all([
      deps.libraries.names(),
      acting.ok ? frameFor(deps, call, acting.value) : frameOf(deps, call),
      // Where nothing is packed any more, what was done is told once.
      (parcel.state === 'open' ? answerOf : answerOnce)(deps, call, page),
    ]);
    const inside = parcel.lines.map(({ barcode }) => barcode);
    const { givenUp = [] } = parcel;
    const frame = await naming(deps, bare, [...inside, ...givenUp, answer?.code ?? '']);
    const mayChange = mayPack(acting.ok ? acting.value : staff, parcel);
    const { forLibrary: _, ...own } = frame;
    const desk = staff.role === 'prefecturalDesk' ? own : undefined;
    const outward = parcel.direction === 'outward' && mayChange;
    const drawn = {
      ...{ frame, desk, answer, mayChange, nameOf },
      mayDispatch: mayPack(staff, parcel),
      parcel,
      guide: mayChange ? await guideIn(deps) : undefined,
      question: outward ? await openQuestion(deps, parcel, answer) : undefined,
      waitsFor: outward ? await dayItWaitsFor(deps, parcel, 'yuMail') : undefined,
      reasonMissing: call.request.query.reason === 'missing',
      elsewhere: outward ? await goesElsewhere(deps, parcel, answer) : undefined,
      waiting: outward ? await waitingIn(deps) : [],
      loss: desk && (await lossAsked(deps, parcel, call.request.query.lost)),
      keys: call.request.query.keys === '1',
    };
    if (isOnPhone(frame)) allowCamera(call.response);
    drawPage(deps, call, ParcelPage, drawn);
  });
}
