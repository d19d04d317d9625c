import { LibraryCodeSchema } from '@toshobin/contracts';
import { isOnItsWay, type LedgerState, phaseOf } from '@toshobin/lending-rules';
import type { Application, Transaction } from '../database.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { forgetReadyMails, notYetCorrected } from './forget-ready-mail.ts';
import { queueNotice } from './queue-notice.ts';

/**
 * Tells a patron once that a copy is not ready after all, unless it is by the time the mail goes out: its arrival is
 * not certain, it is not fetched, or it has gone to somebody else or out of use. A copy that is ready again is told as
 * if for the first time; the dates of before bind us. Patrons who were not told, chose another library, or whose
 * reservation has ended, hear nothing. The patron's row must be locked.
 */
export async function tellNoLongerReady(
  deps: PatronDeps,
  tx: Transaction,
  { before, application, state }: { before: Application; application: Application; state: LedgerState },
): Promise<void> {
  if (!isOnItsWay(state) || before.pickupLibrary !== application.pickupLibrary) return;
  const { reservationId } = application;
  const told = await forgetReadyMails(tx, reservationId);
  const last = told.at(-1) ?? (await journeyToCorrect(tx, before, state));
  if (last === undefined) return;
  const pickupLibrary = LibraryCodeSchema.parse(application.pickupLibrary);
  const isSameCopy = state.copy?.journey === last;
  if (state.stage === 'inTransit' && isSameCopy) {
    const count = await tx.notice.count({ where: { reservationId, kind: 'delayed', journey: last } });
    return queueNotice(deps, tx, {
      application,
      data: { kind: 'delayed', pickupLibrary, wasReady: true },
      occasion: count === 0 ? String(last) : `${last}-again-${count}`,
      journey: last,
      groupKey: `${pickupLibrary} wasReady`,
    });
  }
  await queueNotice(deps, tx, {
    application,
    data: { kind: 'readyTakenBack', pickupLibrary },
    occasion: isSameCopy ? `${last}-not-fetched-${deps.newId()}` : String(last),
    journey: last,
    groupKey: pickupLibrary,
  });
}

/** The journey of a copy gone before its delay was told: its patron hears that there is nothing to pick up. */
async function journeyToCorrect(
  tx: Transaction,
  before: Application,
  { copy }: LedgerState,
): Promise<number | undefined> {
  const wasInTransit = phaseOf[before.state] === 'onItsWay';
  if (!wasInTransit || copy?.journey === before.journey) return undefined;
  return (await notYetCorrected(tx, before))?.journey;
}
