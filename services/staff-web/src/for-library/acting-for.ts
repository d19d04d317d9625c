import { type LibraryCode, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { Staff, StaffWebDeps } from '../deps.ts';

/**
 * 代行入力: whoever this is entered for. The prefectural desk may act for a pickup library that can't scan: it has that
 * library's rights then and no others, and what it does is written as done there by the desk's account. Without a
 * library everybody acts for their own. Refuses PICKUP_LIBRARY_UNKNOWN to everybody else, and for a library that is none.
 */
export async function actingFor(
  deps: Pick<StaffWebDeps, 'libraries'>,
  staff: Staff,
  library: LibraryCode | undefined,
): Promise<Decision<Staff>> {
  if (library === undefined || library === staff.library) return allow(staff);
  if (staff.role !== 'prefecturalDesk') return refuse('PICKUP_LIBRARY_UNKNOWN');
  const known = await deps.libraries.all();
  // While shipping was never reached nobody's names are known; a scan does not wait for that.
  const isKnown = known.length === 0 || known.some(({ code }) => code === library);
  if (!isKnown) return refuse('PICKUP_LIBRARY_UNKNOWN');
  return allow({ account: staff.account, role: 'pickupLibrary', library, enteredBy: staff.role });
}

/** The same for what only pickup libraries do: the prefectural desk has to name one (PICKUP_LIBRARY_UNKNOWN). */
export async function actingForBranch(
  deps: Pick<StaffWebDeps, 'libraries'>,
  staff: Staff,
  library: LibraryCode | undefined,
): Promise<Decision<Staff>> {
  const acting = await actingFor(deps, staff, library);
  return acting.ok && acting.value.library === PREFECTURAL_LIBRARY
    ? refuse('PICKUP_LIBRARY_UNKNOWN')
    : acting;
}
