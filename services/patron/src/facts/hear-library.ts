import type { Library } from '@toshobin/contracts';
import { type CalendarDate, notYetPacked } from '@toshobin/lending-rules';
import { inTransaction, type Transaction } from '../database.ts';
import { findLibrary } from '../libraries/find-library.ts';
import { keepLibrary } from '../libraries/keep-library.ts';
import { queueNotice } from '../notices/queue-notice.ts';
import type { PatronDeps } from '../patron-deps.ts';

/**
 * A library changed. R5: when it can't be chosen from a new day on, the patrons who wait for a copy to be sent there
 * are asked to choose another one. Repeated, nobody is asked twice.
 */
export async function hearLibrary(deps: PatronDeps, library: Library, sequence: bigint): Promise<void> {
  await inTransaction(deps, async (tx) => {
    const before = await findLibrary(tx, library.code);
    if (!(await keepLibrary(tx, library, sequence))) return;
    const { pausedFrom } = library;
    if (pausedFrom === null || pausedFrom === before?.pausedFrom) return;
    await askToChooseAnother(deps, tx, library.code, pausedFrom);
  });
}

/** Reservations whose copy is not packed yet. */
const waitingFor = (pickupLibrary: string) => ({
  pickupLibrary,
  endedAt: null,
  state: { in: [...notYetPacked] },
});

/** R5. The patrons of how many reservations would be asked, if that library were paused now. */
export async function previewPickupPause(
  { db }: Pick<PatronDeps, 'db'>,
  library: string,
): Promise<{ waiting: number }> {
  return { waiting: await db.application.count({ where: waitingFor(library) }) };
}

async function askToChooseAnother(
  deps: PatronDeps,
  tx: Transaction,
  pickupLibrary: Library['code'],
  pausedFrom: CalendarDate,
): Promise<void> {
  const waiting = await tx.application.findMany({
    where: waitingFor(pickupLibrary),
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
}
