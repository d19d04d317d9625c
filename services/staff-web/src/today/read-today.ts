import { catalogApi, type DispatchBoard, patronApi, shippingApi } from '@toshobin/contracts';
import { addDays, type CalendarDate, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';
import { heldAt } from '../desk/card-in-hand.ts';
import type { Staff } from '../roles.ts';

type Deps = Pick<StaffWebDeps, 'catalog' | 'shipping' | 'patron' | 'now'>;
type ParcelsAsked = {
  state: 'dispatched' | 'arrived';
  direction: 'outward' | 'return';
  expectedBefore?: CalendarDate;
};

/** The work of a pickup library beside its three jobs. */
export async function countsOfBranch(
  deps: Deps,
  library: Staff['library'],
): Promise<{ checks: number | undefined; back: number | undefined }> {
  const [asked, back] = await Promise.all([
    orNone(deps.shipping.call(shippingApi.shelfChecks, { query: { library } })),
    orNone(deps.catalog.call(catalogApi.copiesToReturn, { query: { library } })),
  ]);
  return { checks: asked?.checks.length, back: back?.rows.length };
}

/** All that waits in the house and on its way, as its owners know it now. */
export type Waiting = Awaited<ReturnType<typeof readToday>>;

/** What the first page of the prefectural desk is drawn from; what can't be told just now is undefined. */
export async function readToday(deps: Deps, staff: Pick<Staff, 'library'>) {
  const parcels = async (of: ParcelsAsked) => {
    const found = await orNone(deps.shipping.call(shippingApi.listParcels, { query: of }));
    // An empty parcel waits for nothing: it was opened by mistake, or its copies were taken out.
    return found?.parcels
      .filter(({ lines }) => lines.length > 0)
      .toSorted((one, other) => ((one.expectedDate ?? '') < (other.expectedDate ?? '') ? -1 : 1));
  };
  const today = dayOf(instantFromDate(deps.now()));
  const [sent, coming] = [
    { state: 'dispatched', direction: 'outward' } as const,
    { state: 'dispatched', direction: 'return' } as const,
  ];
  const [toPick, toPack, board, out, late, back, due, home, held, down, mails] = await Promise.all([
    orNone(deps.catalog.call(catalogApi.pickList, {})),
    orNone(deps.shipping.call(shippingApi.packingList, {})),
    orNone(deps.shipping.call(shippingApi.dispatchBoard, {})),
    parcels(sent),
    parcels({ ...sent, expectedBefore: today }),
    parcels(coming),
    parcels({ ...coming, expectedBefore: addDays(today, 1) }),
    parcels({ state: 'arrived', direction: 'return' }),
    heldAt(deps, staff),
    orNone(deps.catalog.call(catalogApi.copiesToReturn, { query: { library: staff.library } })),
    orNone(deps.patron.call(patronApi.mailQueue, {})),
  ]);
  return {
    toPick: toPick?.rows,
    toPack: toPack?.rows,
    proposals: toPack?.proposals ?? [],
    ...{ board, out, back, home, held, mails },
    /** Past the day on which they were expected, and those expected home until today; the latest first. */
    ...{ late, due },
    down: down?.rows,
  };
}

/** The libraries for which a Yu-Mail parcel packed now leaves today. */
export function leavingToday({ leaving, today }: DispatchBoard): string[] {
  return leaving.filter(({ day }) => day === today).map(({ library }) => library);
}
