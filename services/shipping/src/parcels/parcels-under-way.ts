import { type EventData, ParcelNumberSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { arrivalQuestions, dayOf, laterOf } from '@toshobin/lending-rules';
import { fromColumn } from '../database/day-columns.ts';
import { libraryNamed, type Planning, readPlanning } from '../dispatch-days/read-planning.ts';
import { instantOf } from '../facts/write-copy-fact.ts';
import type { Shipping } from '../shipping.ts';
import { type ParcelWithLines, withLines } from './lock-parcel.ts';

const AT_MOST = 200;

/**
 * The parcels that have left and not arrived, as their dispatch is told: what their processes are begun anew with. A page
 * of at most 200, by number.
 */
export async function parcelsUnderWay(
  shipping: Shipping,
  { after }: { after: string | null },
): Promise<EventData<'shipping.parcel.dispatched'>[]> {
  const parcels = await shipping.db.parcel.findMany({
    where: { state: 'dispatched', ...(after === null ? {} : { number: { gt: after } }) },
    include: withLines,
    orderBy: { number: 'asc' },
    take: AT_MOST,
  });
  const planning = await readPlanning(shipping.db, shipping.now());
  return parcels.map((parcel) => asDispatched(parcel, planning));
}

/** A parcel of which the desk was not asked yet is not lost before it was: its process may have been gone for long. */
function asDispatched(parcel: ParcelWithLines, planning: Planning): EventData<'shipping.parcel.dispatched'> {
  const { number, direction, libraryCode, mode, dispatchedAt, dispatchDay, expectedDate } = parcel;
  if (mode === null || dispatchedAt === null || dispatchDay === null || expectedDate === null)
    throw new Error(`Parcel ${number} is under way and never left`);
  const destination = libraryNamed(planning, direction === 'outward' ? libraryCode : PREFECTURAL_LIBRARY);
  const expected = fromColumn(expectedDate);
  const questionsFrom = (day: typeof expected) =>
    arrivalQuestions(day, mode, destination.calendar, planning.policy);
  const deskWasAsked = parcel.questions.some(({ asked }) => asked === 'prefecturalDesk');
  const lostFrom = deskWasAsked ? expected : laterOf(expected, dayOf(planning.at));
  return {
    parcelNumber: ParcelNumberSchema.parse(number),
    direction,
    library: libraryNamed(planning, libraryCode).code,
    mode,
    dispatchedAt: instantOf(dispatchedAt),
    dispatchDay: fromColumn(dispatchDay),
    expectedDate: expected,
    arrival: destination.arrival,
    ...questionsFrom(expected),
    lostAt: questionsFrom(lostFrom).lostAt,
  };
}
