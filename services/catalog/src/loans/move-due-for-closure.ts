import type { ClosureSpan, MovedDue } from '@toshobin/contracts';
import {
  type Deadline,
  deadlineOn,
  type Instant,
  isWithin,
  nextOpenDay,
  type OpeningCalendar,
  reached,
} from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Journey } from '../copies/journey.ts';
import { libraryOf } from '../libraries/library-of.ts';
import type { Tx } from '../open-database.ts';
import { dueColumns, dueOf } from './due-of.ts';
import { moveHold } from './move-hold.ts';
import { withAllocation } from './with-allocation.ts';

export interface MoveDueForClosure {
  reservationId: string;
  allocation: number;
  closure: ClosureSpan;
  /** The end of the hold at the prefectural library (R6), which is moved instead of a loan's date. */
  hold?: Deadline;
  at: Instant;
}

/**
 * R17. The library closes on a sudden: a due date in those days moves to its next open day, later only. The date before
 * is kept for moveDueBack. Not moved: a loan of another library, one that has ended or was handed in, an
 * allocation without one. Repeated for the same closure it answers the date in force.
 */
export function moveDueForClosure(deps: CatalogDeps, command: MoveDueForClosure): Promise<MovedDue> {
  return withAllocation<MovedDue>(
    deps,
    command,
    async (tx, journey) => {
      const { closure, hold } = command;
      if (hold !== undefined) {
        const to = await dateAfter(tx, journey, closure, hold);
        if (to !== undefined) await moveHold(tx, journey.allocation, to);
        return { due: to ?? hold, moved: to !== undefined };
      }
      const { allocation, loan } = journey;
      // It ended before its loan was opened: its process has not heard of that yet.
      if (loan === null) return { moved: false };
      const due = dueOf(loan);
      const { closureId } = closure;
      const which = { closureId_allocation: { closureId, allocation } };
      const before = await tx.movedDate.findUnique({ where: which });
      if (before !== null) return { due, moved: before.movedBackAt === null };
      if (loan.endedAt !== null || reached(journey.position, 'handedIn')) return { due, moved: false };
      const to = await dateAfter(tx, journey, closure, due);
      if (to === undefined) return { due, moved: false };
      const after = dueColumns(to);
      await tx.movedDate.create({
        data: {
          closureId,
          allocation,
          beforeDate: loan.dueDate,
          beforeAt: loan.dueAt,
          afterDate: after.dueDate,
          afterAt: after.dueAt,
          movedAt: new Date(command.at),
        },
      });
      await tx.loan.update({ where: { allocation }, data: after });
      return { due: to, moved: true };
    },
    () => ({ moved: false }),
  );
}

/** The next open day after a date that lies in the closure; undefined when it does not touch it. */
async function dateAfter(
  tx: Tx,
  { entry }: Journey,
  { library, from, until }: ClosureSpan,
  deadline: Deadline,
): Promise<Deadline | undefined> {
  if (entry.pickupLibrary !== library || !isWithin({ from, until }, deadline.date)) return undefined;
  const { calendar } = await libraryOf(tx, library);
  // The calendar that shipping tells of may come later than the closure itself.
  const closed: OpeningCalendar = { ...calendar, closures: [...calendar.closures, { from, until }] };
  return deadlineOn(nextOpenDay(closed, deadline.date));
}
