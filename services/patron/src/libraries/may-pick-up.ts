import { type CalendarDate, type Decision, decidePickup, refuse } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { findLibrary, librariesArrived } from './find-library.ts';

/** R5. Whether a library may be chosen on that day, as far as shipping's list has arrived; without it TRY_AGAIN. */
export async function mayPickUp(tx: Transaction, code: string, day: CalendarDate): Promise<Decision<void>> {
  const library = await findLibrary(tx, code);
  if (library === undefined && !(await librariesArrived(tx))) return refuse('TRY_AGAIN');
  return decidePickup(library, day);
}
