import type { CalendarDate } from '@toshobin/lending-rules';
import { dateColumn } from '../dates.ts';
import type { PatronDeps } from '../patron-deps.ts';

const PAGE = 200;

/**
 * R17. The open reservations that a closure of a library may touch: with a due date or an end of the hold in those
 * days (both included), held there over them, or on their way there. A page of at most 200 in id order, after that id. Which of them
 * really move is for their processes to say.
 */
export async function reservationsTouchedBy(
  { db }: PatronDeps,
  query: { library: string; from: CalendarDate; until: CalendarDate; after: string | null },
): Promise<string[]> {
  const days = { gte: dateColumn(query.from), lte: dateColumn(query.until) };
  const rows = await db.application.findMany({
    where: {
      outcome: null,
      pickupLibrary: query.library,
      OR: [
        { dueDate: days },
        { holdUntil: days },
        { state: 'ready', holdUntil: { gte: days.gte } },
        // On its way the due date is the catalog's, and not told here yet.
        { dueDate: null, loanSlot: { kind: 'loan' } },
      ],
      ...(query.after === null ? {} : { reservationId: { gt: query.after } }),
    },
    select: { reservationId: true },
    orderBy: { reservationId: 'asc' },
    take: PAGE,
  });
  return rows.map(({ reservationId }) => reservationId);
}
