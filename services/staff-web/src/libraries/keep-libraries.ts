import { type Address, type LibraryCode, shippingApi } from '@toshobin/contracts';
import { type CalendarDate, instantFromDate } from '@toshobin/lending-rules';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import { byOf } from '../scans/scan-copy.ts';

type Deps = Pick<StaffWebDeps, 'shipping' | 'audit' | 'now'>;
type Days = { from: CalendarDate; until: CalendarDate };

const act = (deps: Deps, staff: Staff, factId: string) => ({
  factId,
  occurredAt: instantFromDate(deps.now()),
  by: byOf(staff),
});

/** R17. A closure; the dates that lie in it move and each patron is told once. */
export async function enterClosure(
  deps: Deps,
  staff: Staff,
  { factId, ...closure }: Days & { factId: string; library: LibraryCode; reason: string },
) {
  const body = { ...act(deps, staff, factId), ...closure };
  const entered = await deps.shipping.call(shippingApi.enterClosure, { body });
  const deed = { action: 'enterClosure', subject: `library ${closure.library}`, reason: closure.reason };
  return written(deps, staff, deed, entered);
}

/** R17. It does not close after all. */
export async function takeBackClosure(
  deps: Deps,
  staff: Staff,
  { factId, closureId }: { factId: string; closureId: string },
) {
  const body = act(deps, staff, factId);
  const taken = await deps.shipping.call(shippingApi.takeBackClosure, { params: { closureId }, body });
  return written(deps, staff, { action: 'takeBackClosure', subject: `closure ${closureId}` }, taken);
}

/** R5. Not selectable from a day on, until it reopens; without days it is open again. */
export async function pausePickup(
  deps: Deps,
  staff: Staff,
  given: {
    factId: string;
    library: LibraryCode;
    pausedFrom: CalendarDate | null;
    reopens: CalendarDate | null;
  },
) {
  const { factId, library, ...days } = given;
  const body = { ...act(deps, staff, factId), ...days };
  const paused = await deps.shipping.call(shippingApi.pausePickup, { params: { library }, body });
  return written(deps, staff, { action: 'pausePickup', subject: `library ${library}` }, paused);
}

/** Telephone, closing days, and how arrivals are known. */
export async function changeLibrary(
  deps: Deps,
  staff: Staff,
  given: {
    factId: string;
    library: LibraryCode;
    phone: string;
    address?: Address | undefined;
    closedWeekdays: number[];
    closedOnHolidays?: boolean | undefined;
    arrival: 'scan' | 'assumed';
  },
) {
  const { factId, library, address, closedOnHolidays, ...known } = given;
  const body = {
    ...act(deps, staff, factId),
    ...known,
    ...(address === undefined ? {} : { address }),
    ...(closedOnHolidays === undefined ? {} : { closedOnHolidays }),
  };
  const changed = await deps.shipping.call(shippingApi.changeLibrary, { params: { library }, body });
  return written(deps, staff, { action: 'changeLibrary', subject: `library ${library}` }, changed);
}

/** R11. Days on which nothing is dispatched. */
export async function pauseDispatch(
  deps: Deps,
  staff: Staff,
  { factId, ...pause }: Days & { factId: string; kind: 'closure' | 'noDispatch' },
) {
  const body = { ...act(deps, staff, factId), ...pause };
  const paused = await deps.shipping.call(shippingApi.pauseDispatch, { body });
  return written(deps, staff, { action: 'pauseDispatch', subject: 'dispatch' }, paused);
}
