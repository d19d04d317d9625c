import type { ReservationSignals } from '@toshobin/contracts';
import { isAfter, isWithin } from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { catalog, patron } from '../ports/ports.ts';
import { lookAgain } from './look-again.ts';
import type { Reservation } from './reservation.ts';
import { stageOf } from './stage.ts';

/**
 * R17: the pickup library closes on a sudden. A due date or hold end in those days moves to its next open day, and the
 * patron hears of it once.
 */
export async function moveDates(
  reservation: Reservation,
  { at: _at, reason, ...closure }: ReservationSignals['closure'],
): Promise<void> {
  const { closureId, library } = closure;
  const stage = stageOf(reservation);
  if (library !== reservation.pickupLibrary || reservation.movedBy.has(closureId)) return;
  if (reservation.closuresTakenBack.has(closureId)) return;
  if (stage !== 'inTransit' && stage !== 'held' && stage !== 'onLoan') return;
  const hold = stage === 'held' && reservation.atPrefectural ? reservation.holdEnds : undefined;
  const end = hold ?? reservation.due;
  if (!end || isAfter(now(), end.at) || !isWithin(closure, end.date)) return;

  const { due, moved } = await reservation.obey(
    catalog.moveDueForClosure({ ...reservation.key, closure, ...(hold ? { hold } : {}), at: now() }),
  );
  // Told of it again the next morning, the process moves what it finds here.
  if (!due) return lookAgain(reservation);
  if (!moved) return;
  reservation.movedBy.set(closureId, hold ? { holdBefore: hold } : {});
  await reservation.tellPatron({
    milestone: 'datesMoved',
    closureId,
    library,
    reason,
    ...(hold ? { holdUntil: due } : { due }),
  });
}

/** It does not close after all. What a mail said stays; where none went out yet, the date is as it was. */
export async function moveDatesBack(
  reservation: Reservation,
  { closureId }: ReservationSignals['closureTakenBack'],
): Promise<void> {
  const moved = reservation.movedBy.get(closureId);
  // The catalog knows whether it moved the date of a loan before this process began.
  if (!moved && !reservation.request.underWay) return;
  const { due: before } = reservation;
  const { withdrawn } = await patron.withdrawNotice({
    reservationId: reservation.id,
    kind: 'datesMoved',
    occasion: `${reservation.allocationNumber}-${closureId}`,
    at: now(),
  });
  reservation.movedBy.delete(closureId);
  if (!withdrawn) return;
  const { holdBefore: hold } = moved ?? {};
  const { due } = await reservation.obey(
    catalog.moveDueBack({ ...reservation.key, closureId, ...(hold ? { hold } : {}), at: now() }),
  );
  if (!due) return lookAgain(reservation);
  if (!moved && due.at === before?.at) return;
  await reservation.tellPatron({
    milestone: 'datesMovedBack',
    closureId,
    ...(hold ? { holdUntil: hold } : { due }),
  });
}
