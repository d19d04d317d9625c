import { type catalogApi, ReservationIdSchema } from '@toshobin/contracts';
import { allow, type Decision } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { dueOf } from '../loans/due-of.ts';
import type { Tx } from '../open-database.ts';
import { wholeTitle } from '../records/whole-title.ts';
import { whyToReturn } from './copies-to-return.ts';
import { publicPlace } from './copy-place.ts';
import { latestJourneyOfCopy, underWay } from './journey.ts';
import { findByBarcode } from './scan-once.ts';

type CopyInHand = z.output<typeof catalogApi.readCopy.answer>;

/**
 * A copy as the desk that has it in hand needs it, with the reservation it was last chosen for until it is home (also
 * one that was cancelled meanwhile: its way home is still that reservation's). Refuses BARCODE_NOT_OURS,
 * BARCODE_WRONG_KIND.
 */
export async function readCopy(db: Tx, barcode: string): Promise<Decision<CopyInHand>> {
  const found = await findByBarcode(db, barcode);
  if (!found.ok) return found;
  const { record, ...copy } = await db.copy.findUniqueOrThrow({
    where: { id: found.value.id },
    include: { record: { select: { title: true, subtitle: true, protectiveCover: true } } },
  });
  const latest = await latestJourneyOfCopy(db, copy.id);
  const journey = underWay(latest);
  return allow({
    copyId: String(copy.id),
    recordId: String(copy.recordId),
    barcode: copy.barcode,
    shelfMark: copy.shelfMark,
    title: wholeTitle(record),
    place: publicPlace(copy),
    condition: copy.condition,
    weightGrams: copy.weightGrams,
    thicknessMm: copy.thicknessMm,
    protectiveCover: record.protectiveCover,
    supplementCount: copy.supplementCount,
    reservationId: journey === undefined ? null : ReservationIdSchema.parse(journey.reservationId),
    allocation: journey?.allocation ?? null,
    pickupLibrary: journey?.entry.pickupLibrary ?? null,
    due: journey?.loan ? dueOf(journey.loan) : null,
    toReturn: whyToReturn(latest),
  });
}
