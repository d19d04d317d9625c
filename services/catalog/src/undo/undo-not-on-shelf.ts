import { conditionIs } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import { findCopyAgain } from '../copies/find-copy-again.ts';
import { putWhereItIs } from '../ledger/record-fact.ts';
import { allocateNext } from '../queue/allocate-next.ts';
import { isStillTheirs, reopen, type Undo } from './scan-taken-back.ts';

/**
 * The copy stands on its shelf after all: its reservation has it again under its number, which a printed slip may bear,
 * unless it got another one or waits no more; then the copy goes to the next. Too late once the copy was found
 * otherwise. The scan is none of a journey: what is told is that the reservation has its copy.
 */
export const undoNotOnShelf: Undo = async (taken) => {
  const { tx, copy, scan, journey, at } = taken;
  if (journey === undefined || !isStillTheirs(taken) || !conditionIs(copy.condition, 'unfound'))
    return refuse('STATE_CHANGED');
  await tx.scan.create({
    data: {
      factId: taken.factId,
      kind: 'notOnShelf',
      copyId: copy.id,
      reservationId: scan.reservationId,
      allocation: scan.allocation,
      leg: scan.leg,
      place: scan.place,
      occurredAt: at,
      scannedAt: taken.scannedAt,
      recordedAt: taken.recordedAt,
      voids: scan.factId,
      account: taken.by.account,
    },
  });
  await findCopyAgain(tx, copy, at);
  const { reservationId } = journey;
  const entry = await tx.queueEntry.findUniqueOrThrow({ where: { reservationId } });
  if (entry.state === 'waiting') {
    await reopen(tx, journey);
    await putWhereItIs(tx, journey);
  }
  await allocateNext(tx, copy.recordId, at);
  return allow(undefined);
};
