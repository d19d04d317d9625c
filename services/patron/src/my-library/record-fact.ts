import { LibraryCodeSchema, PREFECTURAL_LIBRARY, type ReservationFact } from '@toshobin/contracts';
import { legalTime, statesIn } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { deadlineOrNull } from '../dates.ts';
import type { Application } from '../generated/prisma/client.ts';
import { queueNotice } from '../notices/queue-notice.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { beReservation, slotsCameFree } from '../slots/change-slots.ts';
import { freeLoanSlot } from '../slots/take-slot.ts';
import { nobodyToCall } from '../tasks/call-patron.ts';
import { changeRow } from './change-row.ts';
import { goBack, homeAllocationOf } from './go-back.ts';
import { type HeardJourney, heardJourney, rememberFact } from './heard-facts-of.ts';
import { lockApplication } from './lock-application.ts';
import { type RowChange, returned } from './row-change.ts';
import { RANK } from './row-order.ts';
import { settle } from './still-lent.ts';

interface HeardOf {
  application: Application;
  heard: ReservationFact;
  allocation: number;
}

/**
 * A scan of a copy or of its parcel, heard by Kafka: the row of My Library and the loan slot follow it even while
 * Temporal is away. A scan that was taken back, before or after it was heard of, leaves the row where the others say
 * that it is. Facts of nobody's reservation and of one that was erased change nothing; of a closed one they are
 * only kept, in case its loan is reopened, or was still lent when its process ended.
 */
export async function recordFact(deps: PatronDeps, heard: ReservationFact): Promise<void> {
  const { fact } = heard;
  const { reservationId, allocation } = fact;
  if (reservationId === null || allocation === null) return;
  const woken = await deps.db.$transaction(async (tx) => {
    const application = await lockApplication(tx, reservationId);
    if (application === undefined || !(await rememberFact(tx, reservationId, heard))) return 0;
    const woken = await follow(deps, tx, { application, heard, allocation });
    const present = await tx.application.findUniqueOrThrow({ where: { reservationId } });
    return woken + (await settle(deps, tx, { application: present, at: legalTime(fact) }));
  });
  if (woken > 0) deps.wake('outbox');
  if (fact.kind === 'handedIn') deps.wake('notices');
}

async function follow(deps: PatronDeps, tx: Transaction, of: HeardOf): Promise<number> {
  const { application, heard, allocation } = of;
  const { fact } = heard;
  const { reservationId } = application;
  if (application.closedAt !== null) return 0;
  const journey = await heardJourney(tx, reservationId, allocation);
  if (fact.voids === undefined && !journey.isTakenBack(fact.factId)) return goForward(deps, tx, of);
  await homeAllocationOf(tx, application, { allocation, position: journey.position });
  // A return frees the slot also of a row that has heard of nothing else of that copy.
  const isOfRow = allocation === application.allocation;
  if (!isOfRow && !(fact.kind === 'home' && allocation > application.allocation)) return 0;
  const back = await goBack(deps, tx, { application, takenBack: fact.kind, journey, at: legalTime(fact) });
  return (
    back + (fact.kind === 'home' ? await passedOver(deps, tx, { reservationId, allocation, journey }) : 0)
  );
}

/** What was heard of its way out while it seemed to be home says where it is, now that it is not. */
async function passedOver(
  deps: PatronDeps,
  tx: Transaction,
  of: { reservationId: string; allocation: number; journey: HeardJourney },
): Promise<number> {
  const { reservationId, allocation, journey } = of;
  const heard = journey.valid('shipped') ?? journey.valid('packed') ?? journey.valid('picked');
  const application = heard && (await lockApplication(tx, reservationId));
  return application ? goForward(deps, tx, { application, heard, allocation }) : 0;
}

async function goForward(
  deps: PatronDeps,
  tx: Transaction,
  { application, heard, allocation }: HeardOf,
): Promise<number> {
  const { fact } = heard;
  const { reservationId, patronId } = application;
  const at = legalTime(fact);
  const isHome = fact.kind === 'home' || application.homeAllocation >= allocation;
  const change = changeOfFact(heard, allocation, application, isHome);
  const changed = change
    ? await changeRow(deps, tx, { application, change, at })
    : { woken: 0, gaveWay: false };
  if (fact.kind === 'handedOut') await nobodyToCall(tx, { reservationId, at });
  if (fact.kind === 'handedIn' && changed.gaveWay) await tellOfHandIn(deps, tx, application, heard);
  if (fact.kind !== 'home') return changed.woken;
  await tx.application.update({
    where: { reservationId },
    data: { homeAllocation: Math.max(application.homeAllocation, allocation) },
  });
  // R3: free when the return is processed. A copy of an older allocation holds no slot of the present one.
  if (allocation < application.allocation || !(await freeLoanSlot(tx, reservationId))) return changed.woken;
  const woken = await slotsCameFree(deps, tx, { reservationId, patronId, at });
  // Claimed late, for a copy that had been withdrawn: the reservation goes on without it.
  const goesOn = application.rank === RANK.requeued && application.endedAt === null;
  if (goesOn) await beReservation(tx, { reservationId, patronId, at });
  return changed.woken + woken;
}

/** For those who asked for it: where it was handed in, when that is not where it is processed. */
async function tellOfHandIn(
  deps: PatronDeps,
  tx: Transaction,
  application: Application,
  { fact }: ReservationFact,
): Promise<void> {
  const returnLibrary = LibraryCodeSchema.safeParse(fact.place).data;
  if (returnLibrary === undefined || returnLibrary === PREFECTURAL_LIBRARY) return;
  const patron = await tx.patron.findUniqueOrThrow({ where: { id: application.patronId } });
  if (!patron.handedInMail) return;
  await queueNotice(deps, tx, {
    application,
    data: { kind: 'handedIn', returnLibrary },
    occasion: String(fact.allocation),
    groupKey: returnLibrary,
  });
}

/** Where a reservation stands whose copy was taken, for all we know. */
export const LENT = statesIn('pickupUnconfirmed', 'withPatron', 'handedIn', 'returned');

function changeOfFact(
  heard: ReservationFact,
  allocation: number,
  application: Application,
  isHome: boolean,
): RowChange | undefined {
  const { fact } = heard;
  const lent = application.allocation === allocation && LENT.has(application.state);
  switch (fact.kind) {
    case 'handedOut':
      // Heard after the scan that brought it home.
      if (isHome) return returned(allocation);
      return { allocation, rank: RANK.handedOut, state: 'handedOut', due: heard.due, slots: 'loan' };
    case 'handedIn':
      return isHome
        ? returned(allocation)
        : { allocation, rank: RANK.returning, state: 'returning', slots: 'handedIn' };
    case 'home':
      // Whether a copy that nobody was seen to take was lent is for the process to say.
      return lent ? returned(allocation) : undefined;
    case 'sentBack':
      return undefined;
    default:
      return fact.leg === 'outward' && !isHome ? onTheWay(heard, allocation, application) : undefined;
  }
}

function onTheWay(
  heard: ReservationFact,
  allocation: number,
  application: Application,
): RowChange | undefined {
  switch (heard.fact.kind) {
    case 'picked':
      return { allocation, rank: RANK.picked, state: 'picked' };
    case 'packed':
      return { allocation, rank: RANK.packed, state: 'packed', plannedDispatchDay: heard.dispatchDay };
    case 'shipped':
      return {
        allocation,
        rank: RANK.shipped,
        state: 'shipped',
        expectedDate: heard.expectedDate,
        due: heard.due,
        slots: 'loan',
      };
    case 'arrived': {
      // Until when it is held is the due date, which only the process knows; without it the row waits for that.
      const due = deadlineOrNull(application.dueDate, application.dueAt);
      if (application.pickupLibrary === PREFECTURAL_LIBRARY || due === null) return undefined;
      if (application.allocation !== allocation) return undefined;
      return { allocation, rank: RANK.ready, state: 'ready', holdUntil: due.date };
    }
    default:
      return undefined;
  }
}
