import type { Library } from '@toshobin/contracts';
import { allow, type CalendarDate, type Decision, decidePickup, type Refusal } from '@toshobin/lending-rules';
import type { LibraryList } from '@toshobin/web';

/**
 * R5. The pickup library that was chosen, if it may be on that day. Refuses PICKUP_LIBRARY_UNKNOWN (also a list, or
 * nothing) and PICKUP_LIBRARY_PAUSED.
 */
export function chooseLibrary(list: LibraryList, code: unknown, today: CalendarDate): Decision<Library> {
  const all = [list.prefectural, ...list.regions.flatMap((region) => region.libraries)];
  const library = all.find((one) => one.code === code);
  if (!library) return { ok: false, refusal: { code: 'PICKUP_LIBRARY_UNKNOWN' } };
  const paused = pauseOf(library, today);
  return paused ? { ok: false, refusal: paused } : allow(library);
}

/** Why a library can't be chosen on that day, if so. */
export function pauseOf(library: Library, today: CalendarDate): Refusal | undefined {
  const decision = decidePickup(library, today);
  return decision.ok ? undefined : decision.refusal;
}
