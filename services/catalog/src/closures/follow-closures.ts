import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  type DateKind,
  type Deadline,
  dateThatMoves,
  dateWithoutMove,
  dayOf,
  fromDateColumn,
  instantFromDate,
  isWithin,
  type MovedDate,
  movedByClosure,
} from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import type { Allocation, Closure, Loan, MovedDate as Row } from '../generated/prisma/client.ts';
import { dueColumns, dueOf } from '../ledger/due-of.ts';
import type { Journey } from '../ledger/journey.ts';
import { stateByRows } from '../ledger/load-ledgers.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { withEntry } from '../queue/with-entry.ts';

type Held = Allocation & { loan: Loan | null };

/**
 * R17. Has the date of a reservation follow the closures that were heard, in one transaction: a date that a closure
 * moved which was taken back moves back, unless it was told; a date that lies in a closure of its pickup library moves
 * to the next open day, and a row names the closure. Done again it finds nothing to do.
 */
export async function followClosures(deps: CatalogDeps, reservationId: string): Promise<void> {
  await withEntry(deps, reservationId, async (tx, locked) => {
    if (locked?.held === undefined) return;
    const at = new Date(deps.now());
    const held = await heldAs(tx, locked.held.journey.allocation);
    await moveBack(tx, held, at);
    await moveOn(tx, held, { library: locked.entry.pickupLibrary, at });
  });
}

/**
 * Has the date of a copy that is its reservation's again (what had taken it away was taken back) follow the closures as
 * if it had never been away: also those that were worked off since without this date, and also when the date has passed
 * by now. Its title is locked.
 */
export async function followClosuresSince(
  tx: Transaction,
  { allocation, entry }: Pick<Journey, 'allocation' | 'entry'>,
  { since, at }: { since: Date; at: Date },
): Promise<void> {
  const held = await heldAs(tx, allocation);
  await tx.movedDate.updateMany({
    where: { journey: journeyOf(held), movedBackAt: { gte: since } },
    data: { movedBackAt: null },
  });
  await moveBack(tx, held, at);
  await moveOn(tx, held, { library: entry.pickupLibrary, at, since });
}

function heldAs(tx: Transaction, number: number): Promise<Held> {
  return tx.allocation.findUniqueOrThrow({ where: { number }, include: { loan: true } });
}

async function moveBack(tx: Transaction, held: Held, at: Date): Promise<void> {
  const takenBack = await tx.movedDate.findMany({
    where: {
      movedBackAt: null,
      of: { reservationId: held.reservationId },
      closure: { takenBackAt: { not: null } },
    },
    orderBy: [{ afterAt: 'desc' }, { closureId: 'asc' }],
  });
  for (const { closureId, journey, kind } of takenBack) {
    // The reservation has another copy by now: the dates of the former one bind nobody.
    if (journey === journeyOf(held)) await lower(tx, held, { closureId, kind });
    const which = { closureId_journey_kind: { closureId, journey, kind } };
    await tx.movedDate.update({ where: which, data: { movedBackAt: at } });
  }
}

/** The date without the move of that closure, never before what was told (R6). */
async function lower(
  tx: Transaction,
  held: Held,
  { closureId, kind }: { closureId: string; kind: DateKind },
): Promise<void> {
  const present = kind === 'due' ? dueNow(held) : holdNow(held);
  if (present === undefined) return;
  const moves = await tx.movedDate.findMany({ where: { journey: journeyOf(held), kind } });
  const date = dateWithoutMove(present.until, moves.map(moveOf), closureId, present.told);
  if (date.at !== present.until.at) await write(tx, held, kind, date);
}

async function moveOn(
  tx: Transaction,
  held: Held,
  { library, at, since = at }: { library: string; at: Date; since?: Date },
): Promise<void> {
  const { reservationId } = held;
  const state = await stateByRows(tx, reservationId);
  const date = state && dateThatMoves(state, library === PREFECTURAL_LIBRARY, instantFromDate(since));
  if (date === undefined) return;
  const spans = (await closuresInForce(tx, library)).map(spanOf);
  const closure = spans.find((span) => isWithin(span, date.until.date));
  if (closure === undefined) return;
  const { calendar } = await libraryOf(tx, library);
  // Shipping's event with the new calendar may come later than the closures themselves.
  const known = { ...calendar, closures: [...calendar.closures, ...spans] };
  const to = movedByClosure(date.until, closure, known);
  if (to === undefined) return;
  const [before, after] = [dueColumns(date.until), dueColumns(to)];
  const key = { closureId: closure.closureId, journey: journeyOf(held), kind: date.kind };
  const moved = {
    beforeDate: before.dueDate,
    beforeAt: before.dueAt,
    afterDate: after.dueDate,
    afterAt: after.dueAt,
    movedAt: at,
  };
  await tx.movedDate.upsert({
    where: { closureId_journey_kind: key },
    create: { ...key, ...moved },
    // The date lies in the closure again, since something else has set it.
    update: moved,
  });
  await write(tx, held, date.kind, to);
}

async function closuresInForce(tx: Transaction, library: string): Promise<Closure[]> {
  return tx.closure.findMany({
    where: { library, takenBackAt: null },
    orderBy: [{ firstDay: 'asc' }, { closureId: 'asc' }],
  });
}

function spanOf({ closureId, firstDay, lastDay }: Closure) {
  if (firstDay === null || lastDay === null) throw new Error(`Closure ${closureId} has no days`);
  return { closureId, from: fromDateColumn(firstDay), until: fromDateColumn(lastDay) };
}

interface DateInForce {
  until: Deadline;
  told: Deadline | null;
}

function dueNow({ loan }: Held): DateInForce | undefined {
  return loan === null || loan.endedAt !== null
    ? undefined
    : { until: dueOf(loan), told: deadlineAt(loan.toldAt) };
}

function holdNow({ holdDate, holdAt, holdToldAt }: Held): DateInForce | undefined {
  if (holdDate === null || holdAt === null) return undefined;
  return { until: dueOf({ dueDate: holdDate, dueAt: holdAt }), told: deadlineAt(holdToldAt) };
}

function deadlineAt(column: Date | null): Deadline | null {
  if (column === null) return null;
  const at = instantFromDate(column);
  return { date: dayOf(at), at };
}

async function write(tx: Transaction, held: Held, kind: DateKind, until: Deadline): Promise<void> {
  const { number } = held;
  const { dueDate, dueAt } = dueColumns(until);
  if (kind === 'due') {
    held.loan = await tx.loan.update({ where: { allocation: number }, data: { dueDate, dueAt } });
  } else {
    const data = { holdDate: dueDate, holdAt: dueAt };
    Object.assign(held, await tx.allocation.update({ where: { number }, data }));
  }
}

function journeyOf({ journey, number }: Held): number {
  return journey ?? number;
}

function moveOf({ closureId, movedAt, movedBackAt, ...dates }: Row): MovedDate {
  return {
    closureId,
    before: dueOf({ dueDate: dates.beforeDate, dueAt: dates.beforeAt }),
    after: dueOf({ dueDate: dates.afterDate, dueAt: dates.afterAt }),
    movedAt: instantFromDate(movedAt),
    movedBackAt: movedBackAt && instantFromDate(movedBackAt),
  };
}
