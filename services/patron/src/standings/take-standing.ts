import { PREFECTURAL_LIBRARY, type ReservationStanding } from '@toshobin/contracts';
import {
  dateColumn,
  type Instant,
  isProcessOver,
  mayWaitForSlot,
  phaseOf,
  settlesCalls,
  slotsOf,
} from '@toshobin/lending-rules';
import type { Application, Transaction } from '../database.ts';
import { dateOrNull } from '../dates.ts';
import { openAgain } from '../my-library/open-again.ts';
import { type Row, rowOf } from '../my-library/row-of.ts';
import { nameLaterDue } from '../notices/name-later-due.ts';
import { nameNewLibrary } from '../notices/name-new-library.ts';
import { tellHandedIn } from '../notices/tell-handed-in.ts';
import { tellMovedDates } from '../notices/tell-moved-dates.ts';
import { tellNoLongerReady } from '../notices/tell-no-longer-ready.ts';
import { tellReadyAgain } from '../notices/tell-ready-again.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { tellOrderOf } from '../reading-orders/tell-order.ts';
import { changeSlots } from '../slots/change-slots.ts';
import { nobodyToCall, versionGoesOn } from '../tasks/about-reservation.ts';

interface Taken {
  application: Application;
  standing: ReservationStanding;
  at: Instant;
}

/**
 * Has everything that is kept of a reservation follow how it stands: its row in My Library, its slots, who waits for
 * one, the calls of the desk, and what the patron was told that is so no longer. Repeated it changes nothing, so it is
 * also called after our own word of the copy changed. The patron's row must be locked. The caller says which of two
 * versions counts.
 */
export async function takeStanding(deps: PatronDeps, tx: Transaction, taken: Taken): Promise<Application> {
  const { application: before, standing, at } = taken;
  const { reservationId, patronId } = before;
  const { state } = standing;
  const journey = state.copy?.journey ?? 0;
  const row = rowOf(state, { journey: before.journey, keptUntil: dateOrNull(before.keptUntil) });
  const application = await tx.application.update({
    where: { reservationId },
    data: {
      epoch: standing.epoch,
      n: standing.n,
      journey,
      allocation: state.copy?.allocation ?? 0,
      pickupLibrary: state.pickupLibrary,
      ...columnsOf(row),
      refusal: state.refusal,
      movedBy: state.copy?.moved.map(({ closureId }) => closureId) ?? [],
      ...(row.ended ? { endedAt: before.endedAt ?? at } : await openAgain(tx, before)),
      ...closingOf(deps, taken),
    },
  });
  const holder = { reservationId, patronId, at, journey };
  const atPrefectural = state.pickupLibrary === PREFECTURAL_LIBRARY;
  const mayWait = mayWaitForSlot(state);
  await changeSlots(deps, tx, { ...holder, slots: slotsOf(state, atPrefectural), mayWait });
  if (before.epoch > 0 && standing.epoch > before.epoch) await versionGoesOn(tx, holder);
  if (nothingToCallAbout(before, application)) await nobodyToCall(tx, holder);
  if (before.pickupLibrary !== application.pickupLibrary) {
    await nameNewLibrary(tx, application);
    const { pickupLibrary: lastPickupLibrary } = application;
    await tx.patron.update({ where: { id: patronId }, data: { lastPickupLibrary } });
  }
  if (before.dueAt?.getTime() !== application.dueAt?.getTime()) await nameLaterDue(tx, application, state);
  await tellNoLongerReady(deps, tx, { before, application, state });
  await tellReadyAgain(deps, tx, { before, application });
  await tellMovedDates(deps, tx, { before, application, state });
  await tellHandedIn(deps, tx, { before, application, state });
  await tellOrderOf(deps, tx, { before, application, at });
  return application;
}

function columnsOf(row: Row) {
  const date = (day: Row['holdUntil']) => day && dateColumn(day);
  return {
    state: row.state,
    plannedDispatchDay: date(row.plannedDispatchDay),
    expectedDate: date(row.expectedDate),
    holdUntil: date(row.holdUntil),
    dueDate: date(row.due?.date ?? null),
    dueAt: row.due?.at ?? null,
    extended: row.extended,
    resumesOn: date(row.resumesOn),
    keptUntil: date(row.keptUntil),
    returnedOn: date(row.returnedOn),
  };
}

/**
 * A row is closed once its process has ended and the reservation is settled, whichever came first; until the day is
 * over a return or a settlement can be taken back. A row that goes on after its process had ended is open again, with a
 * process of its own.
 */
function closingOf(deps: PatronDeps, { application: before, standing: { state } }: Taken) {
  if (before.outcome === null) return {};
  if (!isProcessOver(state, before.outcome)) {
    return { outcome: null, closedAt: null, ...notForgotten(deps, before) };
  }
  if (state.settled !== null) return { closedAt: before.closedAt ?? deps.now() };
  return { closedAt: null, ...notForgotten(deps, before) };
}

/** A loan that is over once more is another one in the history: what was deleted stays deleted. */
function notForgotten({ newId }: PatronDeps, { historyForgotten }: Application) {
  return historyForgotten ? { historyForgotten: false, historyId: newId() } : {};
}

/** Whether no call is needed any more: the copy has left the pickup place, or there is nothing to pick up. */
function nothingToCallAbout(before: Application, now: Application): boolean {
  const was = phaseOf[before.state];
  const is = phaseOf[now.state];
  return was !== is && (was === 'toPickUp' || settlesCalls.has(now.state));
}
