import { type EventData, ParcelNumberSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { arrivalQuestions, dayOf, fromDateColumn, instantFromDate, laterOf } from '@toshobin/lending-rules';
import type { Parcel } from '../generated/prisma/client.ts';
import { libraryNamed, type Planning } from '../planning/read-planning.ts';

type Dispatched = EventData<'shipping.parcel.dispatched'>;

/** A parcel as its dispatch is told, with the days on which somebody is asked about it. */
export function asDispatched(parcel: Parcel, planning: Planning): Dispatched {
  const { number, direction, libraryCode, mode, dispatchedAt, dispatchDay, expectedDate } = parcel;
  if (mode === null || dispatchedAt === null || dispatchDay === null || expectedDate === null)
    throw new Error(`Parcel ${number} never left`);
  const destination = destinationOf(parcel, planning);
  const expected = fromDateColumn(expectedDate);
  return {
    parcelNumber: ParcelNumberSchema.parse(number),
    direction,
    library: libraryNamed(planning, libraryCode).code,
    mode,
    dispatchedAt: instantFromDate(dispatchedAt),
    dispatchDay: fromDateColumn(dispatchDay),
    expectedDate: expected,
    arrival: destination.arrival,
    ...arrivalQuestions(expected, mode, destination.calendar, planning.policy),
  };
}

/**
 * The watch over a parcel that has not arrived after all: it is asked about as if it were expected today, and not taken
 * for arrived, since somebody has looked (R7).
 */
export function onItsWayAgain(parcel: Parcel, planning: Planning): Dispatched {
  return { ...asDispatched(parcel, planning), arrival: 'scan', ...questionsFromToday(parcel, planning) };
}

/** When somebody is asked about a parcel, and when it is lost, if the watch begins today. */
export function questionsFromToday(
  parcel: Parcel,
  planning: Planning,
): Pick<Dispatched, 'askLibraryAt' | 'askDeskAt' | 'lostAt'> {
  const { mode, expectedDate } = asDispatched(parcel, planning);
  const from = laterOf(expectedDate, dayOf(planning.at));
  return arrivalQuestions(from, mode, destinationOf(parcel, planning).calendar, planning.policy);
}

function destinationOf({ direction, libraryCode }: Parcel, planning: Planning) {
  return libraryNamed(planning, direction === 'outward' ? libraryCode : PREFECTURAL_LIBRARY);
}
