import { catalogApi, type ReservationId, type UnreturnedLoan } from '@toshobin/contracts';
import { type DeskSettlement, instantFromDate } from '@toshobin/lending-rules';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import { byOf } from '../scans/scan-copy.ts';

type Deps = Pick<StaffWebDeps, 'catalog' | 'audit' | 'now'>;

/** Loans whose books have not come back; of one reservation, if it is named. */
export async function unreturnedLoans(
  { catalog }: Pick<Deps, 'catalog'>,
  reservationId?: ReservationId,
): Promise<UnreturnedLoan[]> {
  const query = reservationId === undefined ? {} : { reservationId };
  const listed = await catalog.call(catalogApi.unreturnedLoans, { query });
  return listed.ok ? listed.value.rows : [];
}

const actions: Readonly<Record<DeskSettlement, string>> = {
  returned: 'settleAsReturned',
  paid: 'settleAsPaid',
  writtenOff: 'settleAsWrittenOff',
};

/** What became of such a loan; it is written down with its reason, under the reservation alone. */
export async function settleLoan(
  deps: Deps,
  staff: Staff,
  {
    reservationId,
    ...form
  }: { reservationId: ReservationId; factId: string; how: DeskSettlement; reason: string },
) {
  const by = { ...byOf(staff), role: staff.enteredBy ?? staff.role };
  const body = { ...form, at: instantFromDate(deps.now()), by };
  const settled = await deps.catalog.call(catalogApi.settleLoan, { params: { reservationId }, body });
  const deed = { action: actions[form.how], subject: `reservation ${reservationId}`, reason: form.reason };
  return written(deps, staff, deed, settled);
}

/** It was a mistake: the loan stands as before. */
export async function takeBackSettlement(
  deps: Deps,
  staff: Staff,
  { reservationId, reason }: { reservationId: ReservationId; reason: string },
) {
  const body = { at: instantFromDate(deps.now()), by: byOf(staff) };
  const params = { reservationId };
  const takenBack = await deps.catalog.call(catalogApi.takeBackSettlement, { params, body });
  return written(
    deps,
    staff,
    { action: 'takeBackSettlement', subject: `reservation ${reservationId}`, reason },
    takenBack,
  );
}
