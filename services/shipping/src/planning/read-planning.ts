import { type Library, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { type DispatchCalendar, dayOf, type Instant, type LendingPolicy } from '@toshobin/lending-rules';
import { readDispatchCalendar } from '../calendars/read-dispatch-calendar.ts';
import type { Transaction } from '../database.ts';
import { readLibraries } from '../libraries/read-libraries.ts';
import { policyInForce } from '../policy/policy-in-force.ts';

/** All that a date of dispatch or arrival depends on. */
export interface Planning {
  at: Instant;
  policy: LendingPolicy;
  dispatch: DispatchCalendar;
  libraries: ReadonlyMap<string, Library>;
}

/**
 * Reads calendars and policy as they are at that moment.
 *
 * @param only of this library and the prefectural one: what a scan needs. Left out, of all.
 */
export async function readPlanning(tx: Transaction, at: Instant, only?: string): Promise<Planning> {
  const today = dayOf(at);
  return {
    at,
    policy: await policyInForce(tx),
    dispatch: await readDispatchCalendar(tx, today),
    libraries: await readLibraries(tx, today, only === undefined ? undefined : [only, PREFECTURAL_LIBRARY]),
  };
}

/** The library with that code; one that is not there is a fault in the data. */
export function libraryNamed(planning: Planning, code: string): Library {
  const library = planning.libraries.get(code);
  if (!library) throw new Error(`There is no library with the code ${code}`);
  return library;
}

/** A pickup library: every one but the prefectural library. */
export function pickupLibrary(planning: Planning, code: string): Library | undefined {
  return code === PREFECTURAL_LIBRARY ? undefined : planning.libraries.get(code);
}
