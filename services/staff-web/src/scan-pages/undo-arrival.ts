import { ParcelNumberSchema } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { StaffWebDeps } from '../deps.ts';
import { takeBackArrival } from '../parcels/parcel-verbs.ts';
import type { Staff } from '../roles.ts';
import type { Step } from '../scans/when-scanned.ts';

/** Takes back the arrival of a parcel that was received on this session's page of arrivals: of all that is in it. */
export async function undoOwnArrival(
  deps: StaffWebDeps,
  as: { staff: Staff; sessionId: string },
  undo: Step & { voids: string },
): Promise<Decision<{ undone: 'arrived' }>> {
  const row = await deps.scans.find(as.sessionId, undo.voids);
  const parcelNumber = ParcelNumberSchema.safeParse(row?.code);
  if (!parcelNumber.success || !(await deps.desk.madeHere(as.sessionId, undo.voids)))
    return refuse('NOT_FOUND');
  const params = { parcelNumber: parcelNumber.data };
  const taken = await takeBackArrival.doneBy(deps, as, { params, body: undo });
  if (!taken.ok) return taken;
  await deps.scans.markUndone(as.sessionId, undo.voids, deps.now());
  return allow({ undone: 'arrived' });
}
