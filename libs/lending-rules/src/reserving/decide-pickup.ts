import type { CalendarDate } from '../calendar/calendar-date.ts';
import { isAfter } from '../calendar/compare.ts';
import { allow, type Decision, refuse } from '../refusals/decision.ts';

/** A pickup library as R5 sees it. */
export interface PickupLibrary {
  /** As patrons read it. */
  name: string;
  /** The first day on which it can't be used; null while nothing is planned. */
  pausedFrom: CalendarDate | null;
  /** The day from which it can be used again; null when it has left for good. */
  reopens: CalendarDate | null;
}

/**
 * R5. Can this library be chosen for pickup on that day? A library that left for good is no longer on the list.
 * Refuses PICKUP_LIBRARY_UNKNOWN, PICKUP_LIBRARY_PAUSED (pickupLibrary, reopenDate).
 */
export function decidePickup(library: PickupLibrary | undefined, day: CalendarDate): Decision<void> {
  if (!library) return refuse('PICKUP_LIBRARY_UNKNOWN');
  const { name, pausedFrom, reopens } = library;
  if (pausedFrom === null || isAfter(pausedFrom, day)) return allow(undefined);
  if (reopens === null) return refuse('PICKUP_LIBRARY_UNKNOWN');
  if (!isAfter(reopens, day)) return allow(undefined);
  return refuse('PICKUP_LIBRARY_PAUSED', { pickupLibrary: name, reopenDate: reopens });
}
