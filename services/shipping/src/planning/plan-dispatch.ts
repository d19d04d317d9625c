import { type Library, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  assumedArrival,
  type CalendarDate,
  chooseMode,
  dayOf,
  dispatchDayFor,
  expectedArrival,
  firstDay,
  isDispatchDay,
  isWorkingDay,
  nextDispatchDay,
  nextOpenDay,
  type PostalItem,
  type PostalMode,
  wouldArriveInLongClosure,
} from '@toshobin/lending-rules';
import { libraryNamed, type Planning } from './read-planning.ts';

export interface DispatchPlan {
  mode: PostalMode;
  /** Why that mode, or what staff said for going by Yu-Mail beyond the guide. */
  reason: string;
  dispatchDay: CalendarDate;
  expectedDate: CalendarDate;
}

/**
 * R11. How and when these copies leave for a pickup library when they are packed now: on the first day of dispatch of
 * their mode whose delivery does not fall into a closure of three days or more.
 *
 * @param said why they are to go by Yu-Mail beyond the guide
 */
export function planOutward(
  items: readonly PostalItem[],
  library: Library,
  planning: Planning,
  said: string | null = null,
): DispatchPlan {
  const choice = modeOf(items, planning, said);
  const { mode } = choice;
  const dispatchDay = firstDay(
    dispatchDayFor(mode, planning.at, planning.dispatch),
    1,
    (day) => mayLeave(day, mode, library, planning),
    'nothing can be sent',
  );
  return { ...choice, dispatchDay, expectedDate: expectedAt(library, dispatchDay, mode, planning) };
}

/** R11. A branch sends back on its open days, whatever the prefectural library's days of dispatch are. */
export function planReturn(
  items: readonly PostalItem[],
  library: Library,
  planning: Planning,
  said: string | null = null,
): DispatchPlan {
  const choice = modeOf(items, planning, said);
  const dispatchDay = nextOpenDay(library.calendar, dayOf(planning.at));
  const home = libraryNamed(planning, PREFECTURAL_LIBRARY);
  return { ...choice, dispatchDay, expectedDate: expectedAt(home, dispatchDay, choice.mode, planning) };
}

function modeOf(
  items: readonly PostalItem[],
  { policy }: Planning,
  said: string | null,
): Pick<DispatchPlan, 'mode' | 'reason'> {
  const choice = chooseMode(items, policy);
  return said !== null && choice.mode === 'yuPack' ? { mode: 'yuMail', reason: said } : choice;
}

/** R11. May a parcel of this mode leave for the library on that day? */
export function mayLeave(
  day: CalendarDate,
  mode: PostalMode,
  library: Library,
  { dispatch, policy }: Planning,
): boolean {
  const leaves = mode === 'yuMail' ? isDispatchDay(dispatch, day) : isWorkingDay(dispatch, day);
  return leaves && !wouldArriveInLongClosure(day, mode, library.calendar, policy);
}

/** R11. The day on which Yu-Mail for that library leaves next. */
export function nextYuMailDay(library: Library, planning: Planning): CalendarDate {
  const may = (day: CalendarDate) => mayLeave(day, 'yuMail', library, planning);
  return firstDay(nextDispatchDay(planning.at, planning.dispatch), 1, may, 'nothing can be sent');
}

/**
 * The day on which the library is expected to have what left on that day: when the post delivers, or the library's next
 * open day; where arrivals are not scanned, the day on which it is taken for arrived (R7).
 */
export function expectedAt(
  library: Library,
  dispatchDay: CalendarDate,
  mode: PostalMode,
  { policy }: Planning,
): CalendarDate {
  return library.arrival === 'assumed'
    ? assumedArrival(dispatchDay, mode, library.calendar, policy)
    : nextOpenDay(library.calendar, expectedArrival(dispatchDay, mode, policy));
}
