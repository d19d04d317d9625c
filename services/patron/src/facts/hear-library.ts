import type { Library } from '@toshobin/contracts';
import { type CalendarDate, statesIn } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { findLibrary } from '../libraries/find-library.ts';
import { keepLibrary } from '../libraries/keep-library.ts';
import { queueNotice } from '../notices/queue-notice.ts';
import type { PatronDeps } from '../patron-deps.ts';

/**
 * A library changed. R5: when it will not be used for pickup from a new day on, whoever waits for a copy to be sent
 * there is asked to choose another one. Repeated, nobody is asked twice.
 */
export async function hearLibrary(deps: PatronDeps, library: Library, sequence: string): Promise<void> {
  const asked = await deps.db.$transaction(async (tx) => {
    const before = await findLibrary(tx, library.code);
    if (!(await keepLibrary(tx, library, sequence))) return 0;
    const { pausedFrom } = library;
    if (pausedFrom === null || pausedFrom === before?.pausedFrom) return 0;
    return askToChooseAnother(deps, tx, library.code, pausedFrom);
  });
  if (asked > 0) deps.wake('notices');
}

/** Where a reservation stands whose copy is not packed yet. */
const NOT_YET_PACKED = statesIn('appliedFor', 'inQueue', 'beingPrepared');

async function askToChooseAnother(
  deps: PatronDeps,
  tx: Transaction,
  pickupLibrary: Library['code'],
  pausedFrom: CalendarDate,
): Promise<number> {
  const waiting = await tx.application.findMany({
    where: { pickupLibrary, endedAt: null, state: { in: [...NOT_YET_PACKED] } },
    orderBy: { reservationId: 'asc' },
  });
  for (const application of waiting) {
    await queueNotice(deps, tx, {
      application,
      data: { kind: 'pickupLibraryPaused', pickupLibrary, pausedFrom },
      occasion: `0-${pausedFrom}`,
      journey: 0,
      groupKey: `${pickupLibrary} ${pausedFrom}`,
    });
  }
  return waiting.length;
}
