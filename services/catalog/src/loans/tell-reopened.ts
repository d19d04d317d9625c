import { LibraryCodeSchema, ReservationIdSchema } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import type { Journey } from '../copies/journey.ts';
import { writeEvent } from '../facts/write-event.ts';
import { libraryOf } from '../libraries/library-of.ts';
import type { Tx } from '../open-database.ts';

/**
 * A loan goes on that had ended: its process, which may have ended with it, does too. For one that still runs it is
 * nothing new.
 *
 * @param eventId derived from the scan that did it
 */
export async function tellReopened(tx: Tx, journey: Journey, eventId: string, at: Date): Promise<void> {
  const { pickupLibrary, recordId, channel, joinedAt } = journey.entry;
  const { name } = await libraryOf(tx, pickupLibrary);
  await writeEvent(tx, {
    id: eventId,
    type: 'catalog.loan.reopened',
    subject: String(journey.copyId),
    at,
    data: {
      reservationId: ReservationIdSchema.parse(journey.reservationId),
      allocation: journey.allocation,
      recordId: String(recordId),
      pickupLibrary: LibraryCodeSchema.parse(pickupLibrary),
      pickupLibraryName: name,
      channel,
      joinedAt: instantFromDate(joinedAt),
      at: instantFromDate(at),
    },
  });
}
