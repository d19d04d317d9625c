import type { MyLibraryRow, PatronId, PatronRow, ReservationId } from '@toshobin/contracts';
import { allow, type Decision } from '@toshobin/lending-rules';
import { ServiceFault } from '@toshobin/service';
import type { PatronWebDeps } from '../deps.ts';

const ASKED_AT_ONCE = 50;
const nowhere = { position: null, waitEstimate: null };

/** Every reservation and loan of the patron, ready ones first, with the places in the queue where known. */
export async function readMyLibrary(
  deps: Pick<PatronWebDeps, 'patron' | 'catalog'>,
  patronId: PatronId,
): Promise<Decision<PatronRow[]>> {
  const answer = await deps.patron.myLibrary({ params: { patronId } });
  if (!answer.ok) return answer;
  return allow(await withPositions(deps, answer.value.rows));
}

/** One of the patron's own; NOT_FOUND for anybody else's. */
export async function readOwnReservation(
  deps: Pick<PatronWebDeps, 'patron' | 'catalog'>,
  own: { patronId: PatronId; reservationId: ReservationId },
): Promise<Decision<{ row: PatronRow; holderHasOtherOverdue: boolean }>> {
  const answer = await deps.patron.readReservation({ params: own });
  if (!answer.ok) return answer;
  const { holderHasOtherOverdue } = answer.value;
  const [row] = await withPositions(deps, [answer.value.row]);
  return allow({ row: row ?? { ...answer.value.row, ...nowhere }, holderHasOtherOverdue });
}

/** The place in the queue is the catalog's; with the catalog away the page does without it. */
async function withPositions(
  deps: Pick<PatronWebDeps, 'catalog'>,
  rows: readonly MyLibraryRow[],
): Promise<PatronRow[]> {
  const waiting = rows.filter((row) => row.state === 'queued').map((row) => row.reservationId);
  const places = new Map<string, Pick<PatronRow, 'position' | 'waitEstimate' | 'noCopyLeft'>>();
  try {
    for (let at = 0; at < waiting.length; at += ASKED_AT_ONCE) {
      const reservationIds = waiting.slice(at, at + ASKED_AT_ONCE);
      const answer = await deps.catalog.queuePositions({ body: { reservationIds } });
      if (!answer.ok) continue;
      for (const { reservationId, ...place } of answer.value.positions) places.set(reservationId, place);
    }
  } catch (fault) {
    if (!(fault instanceof ServiceFault)) throw fault;
  }
  return rows.map((row) => ({ ...row, ...(places.get(row.reservationId) ?? nowhere) }));
}
