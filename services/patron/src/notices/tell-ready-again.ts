import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import type { Application, Transaction } from '../database.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { lastForgotten, notYetCorrected } from './forget-ready-mail.ts';
import { readReservationNotice } from './notice-data.ts';
import { queueNotice } from './queue-notice.ts';

interface Held {
  before: Application;
  application: Application;
}

/**
 * A copy that had been taken away is held again as it was. A patron who has not heard that it was gone hears nothing;
 * one who has is told once more that it is ready. The patron's row must be locked.
 */
export async function tellReadyAgain(deps: PatronDeps, tx: Transaction, held: Held): Promise<void> {
  if (held.application.state !== 'ready') return;
  return held.before.journey === held.application.journey ? isThere(tx, held) : givenBack(deps, tx, held);
}

/**
 * The arrival had been taken back, and the copy is there: its process tells that once more, which counts as told
 * already. At the prefectural library it is told in any case, since the hold begins with that mail (R6).
 */
async function isThere(tx: Transaction, { before, application }: Held): Promise<void> {
  if (before.state === 'ready' || application.pickupLibrary === PREFECTURAL_LIBRARY) return;
  const ready = await notYetCorrected(tx, application);
  if (ready === undefined) return;
  await tx.notice.update({ where: { id: ready.id }, data: { occasion: String(application.journey) } });
}

/** The process has told that the copy is ready, and does so only once a journey. */
async function givenBack(deps: PatronDeps, tx: Transaction, { application }: Held): Promise<void> {
  const { reservationId, journey } = application;
  const occasion = String(journey);
  const ready = await lastForgotten(tx, application);
  if (ready === undefined) return;
  const gone = await tx.notice.findFirst({
    where: { reservationId, journey, kind: 'readyTakenBack', occasion },
  });
  if (gone?.status === 'pending') {
    await tx.notice.delete({ where: { id: gone.id } });
    await tx.notice.update({ where: { id: ready.id }, data: { occasion } });
    return;
  }
  // A copy that is gone once more is told so as if for the first time.
  if (gone) {
    const apart = { occasion: `${occasion}-before-${gone.id}` };
    await tx.notice.update({ where: { id: gone.id }, data: apart });
  }
  const data = readReservationNotice(ready.data);
  await queueNotice(deps, tx, { application, data, occasion, journey, groupKey: ready.groupKey });
}
