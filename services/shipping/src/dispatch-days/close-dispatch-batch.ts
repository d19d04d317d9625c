import { dateColumn, dayOf, isDispatchDay } from '@toshobin/lending-rules';
import { inTransaction } from '../database.ts';
import { planOf } from '../parcels/describe-parcel.ts';
import { withLines } from '../parcels/lock-parcel.ts';
import { mayLeave } from '../planning/plan-dispatch.ts';
import { libraryNamed, readPlanning } from '../planning/read-planning.ts';
import type { Carries } from '../shipping-deps.ts';

/**
 * R11. The dispatch day, moved ones included: closes the day's batch and answers how many outward parcels with copies
 * in them are to leave (those that left already today count too). On any other day there is nothing to close, and the
 * day is null. Dispatch itself is the staff's. Repeated on the same day it answers what it answered first, whatever
 * staff have changed in the calendar since.
 */
export const closeDispatchBatch: Carries<'closeDispatchBatch'> = async (deps, { at }) => {
  const day = dayOf(at);
  return inTransaction(deps, async (tx) => {
    const closed = await tx.dispatchBatch.findUnique({ where: { day: dateColumn(day) } });
    if (closed) return { day, parcels: closed.parcels };
    const planning = await readPlanning(tx, at);
    if (!isDispatchDay(planning.dispatch, day)) return { day: null, parcels: 0 };
    const open = await tx.parcel.findMany({
      where: { direction: 'outward', state: 'open', openedAt: { lte: new Date(at) } },
      include: withLines,
    });
    const leaving = open.filter(
      (parcel) =>
        parcel.lines.length > 0 &&
        mayLeave(day, planOf(parcel, planning).mode, libraryNamed(planning, parcel.libraryCode), planning),
    );
    const left = await tx.parcel.count({ where: { direction: 'outward', dispatchDay: dateColumn(day) } });
    const batch = { day: dateColumn(day), closedAt: new Date(at), parcels: leaving.length + left };
    await tx.dispatchBatch.createMany({ data: [batch], skipDuplicates: true });
    const kept = await tx.dispatchBatch.findUniqueOrThrow({ where: { day: dateColumn(day) } });
    return { day, parcels: kept.parcels };
  });
};
