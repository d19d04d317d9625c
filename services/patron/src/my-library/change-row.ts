import { type Instant, isAfter } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { dateColumn, deadlineOrNull } from '../dates.ts';
import type { Application } from '../generated/prisma/client.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { changeSlots } from '../slots/change-slots.ts';
import type { RowChange } from './row-change.ts';
import { comparePlaces, RANK } from './row-order.ts';

/** What became of the row. */
export interface RowChanged {
  /** The row stood behind (or at) the change and has given way. */
  gaveWay: boolean;
  /** Reservations that were told of a free loan slot. */
  woken: number;
}

/**
 * Writes one change to a row of My Library and its slots, if the row stands behind it: milestones and facts both
 * come through here. A closed reservation changes no more. The patron's row must be locked.
 */
export async function changeRow(
  deps: PatronDeps,
  tx: Transaction,
  parts: { application: Application; change: RowChange; at: Instant },
): Promise<RowChanged> {
  const { application, at } = parts;
  const unchanged = { gaveWay: false, woken: 0 };
  if (application.closedAt !== null) return unchanged;
  const change = parts.change.ends ? { ...parts.change, ...furthestOf(parts) } : parts.change;
  const order = isPastItsEnd(application, change) ? -1 : comparePlaces(change, application);
  const { reservationId, patronId } = application;
  const dateMoved = change.due !== undefined && movesDue(application, change);
  if (order < 0) {
    // Overtaken by a later scan; but the date it brings is still the loan's, and what it was may be so again.
    const kept = { ...(dateMoved ? dueOf(change) : {}), ...placesToGoBackTo(change) };
    if (change.allocation === application.allocation && Object.keys(kept).length > 0) {
      await tx.application.update({ where: { reservationId }, data: kept });
    }
    return unchanged;
  }
  if (order === 0 && isOlderWordOfTheQueue(application, change, at)) return unchanged;
  await tx.application.update({
    where: { reservationId },
    data: {
      allocation: change.allocation,
      rank: change.rank,
      state: change.state,
      ...datesOf(change, dateMoved),
      ...placesToGoBackTo(change),
      resumesOn: change.resumesOn ? dateColumn(change.resumesOn) : null,
      keptUntil: change.keptUntil ? dateColumn(change.keptUntil) : null,
      ...(isOfTheQueue(change) ? { queueChangedAt: at } : {}),
      ...(change.extended ? { extended: true } : {}),
      ...(change.refusal ? { refusal: change.refusal } : {}),
      ...(await ending(tx, application, change, at)),
      ...(change.forgetsDates || change.allocation > application.allocation ? freshDates(change) : {}),
    },
  });
  const slots = change.slots ?? (await slotsOfAnotherCopy(tx, application, change));
  return { gaveWay: true, woken: await changeSlots(deps, tx, { reservationId, patronId, slots, at }) };
}

/**
 * The copy before has gone another way, though that was not heard of yet: the next one has not left the building. Of the
 * first that is heard of, the claim may have come before.
 */
async function slotsOfAnotherCopy(
  tx: Transaction,
  { reservationId, allocation, endedAt }: Application,
  change: RowChange,
): Promise<RowChange['slots']> {
  if (change.allocation <= allocation || change.rank >= RANK.packed) return undefined;
  const isLoan = (await tx.loanSlot.count({ where: { reservationId } })) > 0;
  if (isLoan) return allocation === 0 ? undefined : 'reservation';
  const isReservation = (await tx.reservationSlot.count({ where: { reservationId } })) > 0;
  return isReservation || endedAt !== null ? undefined : 'reservation';
}

/** An end is said of the reservation: the process may not have heard yet of the copy that our row has. */
function furthestOf({ application, change }: { application: Application; change: RowChange }) {
  return { allocation: Math.max(application.allocation, change.allocation) };
}

/** Cancelled before a copy was heard of: what is said of that copy, short of a hand-out, says nothing any more. */
function isPastItsEnd({ rank }: Application, change: RowChange): boolean {
  return rank === RANK.ended && change.rank < RANK.ended;
}

/** A due date already told never moves back by an older word of the same place. */
function movesDue(application: Application, change: RowChange): boolean {
  const present = deadlineOrNull(application.dueDate, application.dueAt);
  if (present === null || change.due === undefined) return true;
  return change.allocation > application.allocation || isAfter(change.due.at, present.at);
}

function datesOf(change: RowChange, dateMoved: boolean) {
  return {
    ...(change.plannedDispatchDay ? { plannedDispatchDay: dateColumn(change.plannedDispatchDay) } : {}),
    ...(change.expectedDate ? { expectedDate: dateColumn(change.expectedDate) } : {}),
    ...(change.holdUntil ? { holdUntil: dateColumn(change.holdUntil) } : {}),
    ...(dateMoved ? dueOf(change) : {}),
  };
}

function dueOf({ due }: RowChange) {
  return due ? { dueDate: dateColumn(due.date), dueAt: due.at } : {};
}

/** Another copy, another journey: the dates of the one before say nothing any more. */
function freshDates(change: RowChange) {
  return {
    plannedDispatchDay: change.plannedDispatchDay ? dateColumn(change.plannedDispatchDay) : null,
    expectedDate: change.expectedDate ? dateColumn(change.expectedDate) : null,
    holdUntil: change.holdUntil ? dateColumn(change.holdUntil) : null,
    dueDate: change.due ? dateColumn(change.due.date) : null,
    dueAt: change.due ? change.due.at : null,
  };
}

/** Ended, closed, or open again, as the change says it. */
export async function ending(tx: Transaction, application: Application, change: RowChange, at: Instant) {
  const closed = change.outcome ? { closedAt: at, outcome: change.outcome } : {};
  if (change.ends || change.over) return { endedAt: application.endedAt ?? at, ...closed };
  if (application.endedAt === null || change.rank < RANK.handOutUnconfirmed) return closed;
  // Handed out after all.
  return openAgain(tx, application);
}

/** The row goes on. If the title was reserved again meanwhile, that one keeps the patron's place for it. */
export async function openAgain(tx: Transaction, application: Application): Promise<{ endedAt?: null }> {
  if (application.endedAt === null) return {};
  const again = await tx.application.count({
    where: { patronId: application.patronId, recordId: application.recordId, endedAt: null },
  });
  return again === 0 ? { endedAt: null } : {};
}

/** Queued and suspended are one place; a command repeated late must not undo the wish after it. */
function isOfTheQueue({ state }: RowChange): boolean {
  return state === 'queued' || state === 'suspended';
}

function isOlderWordOfTheQueue(application: Application, change: RowChange, at: Instant): boolean {
  const { queueChangedAt } = application;
  return isOfTheQueue(change) && queueChangedAt !== null && queueChangedAt > new Date(at);
}

/** Where the row goes back to when a hand-out is taken back (go-back.ts). */
function placesToGoBackTo({ state, allocation, rank }: RowChange) {
  if (state === 'ready') return { readyAllocation: allocation };
  return rank === RANK.ended ? { endedAs: state } : {};
}
