import { catalogApi, ParcelNumberSchema } from '@toshobin/contracts';
import { allow, type Decision, type Instant, refuse } from '@toshobin/lending-rules';
import type { z } from 'zod';
import type { OtherAction } from '../audit/action-words.ts';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import { takeBackArrival } from '../parcels/work-on-parcel.ts';
import type { Staff } from '../roles.ts';
import { byOf } from './scan-copy.ts';

type Voided = z.output<typeof catalogApi.voidScan.answer>;
type Deps = Pick<StaffWebDeps, 'catalog' | 'shipping' | 'audit' | 'libraries' | 'desk' | 'scans' | 'now'>;
interface Undo {
  factId: string;
  occurredAt: Instant;
  voids: string;
}

/** Takes back a scan that was just made in this session. Refuses NOT_FOUND for any other; STATE_CHANGED: too late. */
export async function undoOwnScan(
  deps: Deps,
  staff: Staff,
  { sessionId, ...undo }: Undo & { sessionId: string },
): Promise<Decision<Voided>> {
  if (!(await deps.desk.madeHere(sessionId, undo.voids))) return refuse('NOT_FOUND');
  const voided = await voidScan(deps, staff, 'voidScan', undo);
  if (voided.ok) await deps.scans.markUndone(sessionId, undo.voids, deps.now());
  return voided;
}

/** The same of a parcel that was received on this session's page of arrivals: of all that is in it. */
export async function undoOwnArrival(
  deps: Deps,
  staff: Staff,
  { sessionId, ...undo }: Undo & { sessionId: string },
): Promise<Decision<{ undone: 'arrived' }>> {
  const row = await deps.scans.find(sessionId, undo.voids);
  const parcel = ParcelNumberSchema.safeParse(row?.code);
  if (!parcel.success || !(await deps.desk.madeHere(sessionId, undo.voids))) return refuse('NOT_FOUND');
  const taken = await takeBackArrival(deps, staff, parcel.data, undo);
  if (!taken.ok) return taken;
  await deps.scans.markUndone(sessionId, undo.voids, deps.now());
  return allow({ undone: 'arrived' });
}

/** R8. What this library's patrons say they have picked up. */
export function declaredHandOuts(deps: Pick<Deps, 'catalog'>, { library }: Staff) {
  return deps.catalog.call(catalogApi.declaredHandOuts, { query: { library } });
}

/**
 * R8. 「まだ棚にあります」: takes back what a patron said of a copy of this library. Refuses NOT_FOUND for another
 * library's, and for what is off the list already.
 */
export async function stillHere(
  deps: Pick<Deps, 'catalog' | 'audit'>,
  staff: Staff,
  undo: Undo,
): Promise<Decision<Voided>> {
  const declared = await declaredHandOuts(deps, staff);
  if (!declared.ok) return declared;
  const own = declared.value.rows.some(({ handOutFactId }) => handOutFactId === undo.voids);
  return own ? voidScan(deps, staff, 'stillHere', undo) : refuse('NOT_FOUND');
}

async function voidScan(
  deps: Pick<Deps, 'catalog' | 'audit'>,
  staff: Staff,
  action: OtherAction,
  undo: Undo,
): Promise<Decision<Voided>> {
  const voided = await deps.catalog.call(catalogApi.voidScan, { body: { ...undo, by: byOf(staff) } });
  return written(deps, staff, { action, subject: `scan ${undo.voids}` }, voided);
}
