import type { CalendarDate } from '../calendar/calendar-date.ts';
import { isAfter } from '../calendar/compare.ts';
import { allow, type Decision, refuse } from '../refusals/decision.ts';

/** A pickup library as R5 sees it. */
export interface PickupLibrary {
  /** As patrons read it. */
  name: string;
  /** From the first day it can't be used until the day it can be used again (none: it has left for good). */
  pauses: readonly { from: CalendarDate; reopenDate?: CalendarDate | undefined }[];
}

/**
 * R5. Can this library be chosen for pickup on that day? A library that left for good is no longer on the list.
 * Refuses PICKUP_LIBRARY_UNKNOWN, PICKUP_LIBRARY_PAUSED (pickupLibrary, reopenDate).
 */
export function decidePickup(library: PickupLibrary | undefined, day: CalendarDate): Decision<void> {
  if (!library) return refuse('PICKUP_LIBRARY_UNKNOWN');
  const paused = library.pauses.filter((pause) => !isAfter(pause.from, day) && isStillPaused(pause, day));
  if (paused.length === 0) return allow(undefined);
  const reopenDates = paused.flatMap((pause) => pause.reopenDate ?? []).sort();
  const reopenDate = reopenDates.at(-1);
  if (reopenDate === undefined || reopenDates.length < paused.length) return refuse('PICKUP_LIBRARY_UNKNOWN');
  return refuse('PICKUP_LIBRARY_PAUSED', { pickupLibrary: library.name, reopenDate });
}

function isStillPaused(pause: PickupLibrary['pauses'][number], day: CalendarDate): boolean {
  return pause.reopenDate === undefined || isAfter(pause.reopenDate, day);
}
