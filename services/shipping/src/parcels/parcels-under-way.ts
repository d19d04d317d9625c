import type { EventData } from '@toshobin/contracts';
import { type Planning, readPlanning } from '../planning/read-planning.ts';
import type { Carries } from '../shipping-deps.ts';
import { asDispatched, questionsFromToday } from './as-dispatched.ts';
import { type ParcelWithLines, withLines } from './lock-parcel.ts';

const AT_MOST = 200;

/**
 * The parcels that have left and not arrived, as their dispatch is told, so that their processes can begin anew. A page
 * of at most 200, by number.
 */
export const parcelsUnderWay: Carries<'parcelsUnderWay'> = async (deps, { after }) => {
  const parcels = await deps.db.parcel.findMany({
    where: { state: 'dispatched', ...(after === null ? {} : { number: { gt: after } }) },
    include: withLines,
    orderBy: { number: 'asc' },
    take: AT_MOST,
  });
  const planning = await readPlanning(deps.db, deps.now());
  return parcels.map((parcel) => toBeginAnew(parcel, planning));
};

/** A parcel is not lost before the desk was asked about it: its process may have been gone for long. */
function toBeginAnew(parcel: ParcelWithLines, planning: Planning): EventData<'shipping.parcel.dispatched'> {
  const dispatched = asDispatched(parcel, planning);
  const deskWasAsked = parcel.questions.some(({ asked }) => asked === 'prefecturalDesk');
  return deskWasAsked ? dispatched : { ...dispatched, lostAt: questionsFromToday(parcel, planning).lostAt };
}
