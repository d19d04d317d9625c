import type { Deadline, Instant } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Loan, MovedDate } from '../generated/prisma/client.ts';
import { dueOf } from './due-of.ts';
import { moveHold } from './move-hold.ts';
import { withAllocation } from './with-allocation.ts';

/**
 * R17. The closure was taken back before anybody was told. Moves that followed one another are counted together, in
 * whatever order they are taken back: the loan has the latest date of those that stay, and when none stays the date
 * before the first of them. A date that something else has set since (an extension, a late mail) stays. Repeated it
 * answers the date in force; without a loan, or for an allocation that the catalog does not know, none.
 */
export function moveDueBack(
  deps: CatalogDeps,
  command: { reservationId: string; allocation: number; closureId: string; hold?: Deadline; at: Instant },
): Promise<{ due?: Deadline }> {
  return withAllocation<{ due?: Deadline }>(
    deps,
    command,
    async (tx, { allocation, loan }) => {
      if (command.hold !== undefined) {
        await moveHold(tx, allocation, command.hold);
        return { due: command.hold };
      }
      if (loan === null) return {};
      const { closureId } = command;
      const moves = await tx.movedDate.findMany({ where: { allocation }, orderBy: { afterAt: 'desc' } });
      const taken = moves.find((move) => move.closureId === closureId);
      if (taken === undefined || taken.movedBackAt !== null) return { due: dueOf(loan) };
      await tx.movedDate.update({
        where: { closureId_allocation: { closureId, allocation } },
        data: { movedBackAt: new Date(command.at) },
      });
      const run = runUpTo(loan, moves);
      if (loan.endedAt !== null || !run.includes(taken)) return { due: dueOf(loan) };
      const due = dateWithout(run, taken);
      await tx.loan.update({ where: { allocation }, data: due });
      return { due: dueOf(due) };
    },
    () => ({}),
  );
}

/**
 * The moves that made the date in force, the latest first: each began where the one before had ended, and had not been
 * taken back by then. Empty when something else set it, which is never earlier: a run begins with what it set.
 *
 * @param moves of the loan, the latest date first
 */
function runUpTo(loan: Loan, moves: readonly MovedDate[]): MovedDate[] {
  const run: MovedDate[] = [];
  let end = loan.dueAt;
  for (const move of moves) {
    const next = run.at(-1);
    const stood = move.movedBackAt === null || (next !== undefined && move.movedBackAt >= next.movedAt);
    if (move.afterAt.getTime() !== end.getTime() || !stood) continue;
    run.push(move);
    end = move.beforeAt;
  }
  return run;
}

/** The latest date of the moves that stay; when none does, the one before the first. */
function dateWithout(run: readonly MovedDate[], taken: MovedDate): Pick<Loan, 'dueDate' | 'dueAt'> {
  const stays = run.find((move) => move.movedBackAt === null && move !== taken);
  if (stays !== undefined) return { dueDate: stays.afterDate, dueAt: stays.afterAt };
  const first = run.at(-1) ?? taken;
  return { dueDate: first.beforeDate, dueAt: first.beforeAt };
}
