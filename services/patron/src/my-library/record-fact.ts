import { LibraryCodeSchema, PREFECTURAL_LIBRARY, type ReservationFact } from '@toshobin/contracts';
import { legalTime } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { deadlineOrNull } from '../dates.ts';
import type { Application } from '../generated/prisma/client.ts';
import { queueNotice } from '../notices/queue-notice.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { freeLoanSlot } from '../slots/take-slot.ts';
import { wakeWaiting } from '../slots/wake-waiting.ts';
import { changeRow } from './change-row.ts';
import { lockApplication } from './lock-application.ts';
import type { RowChange } from './row-change.ts';
import { RANK } from './row-order.ts';

/**
 * A scan of a copy or of its parcel, heard by Kafka: the row of My Library and the loan slot follow it even while
 * Temporal is away. Facts of nobody's reservation, of one that was erased, and those that take another back change
 * nothing here.
 */
export async function recordFact(deps: PatronDeps, heard: ReservationFact): Promise<void> {
  const { fact } = heard;
  const { reservationId, allocation } = fact;
  if (reservationId === null || allocation === null || fact.voids !== undefined) return;
  const at = legalTime(fact);
  const woken = await deps.db.$transaction(async (tx) => {
    const application = await lockApplication(tx, reservationId);
    if (application === undefined || application.closedAt !== null) return 0;
    const isHome = fact.kind === 'home' || application.homeAllocation >= allocation;
    const change = changeOfFact(heard, allocation, application, isHome);
    const changed = change
      ? await changeRow(deps, tx, { application, change, at })
      : { woken: 0, gaveWay: false };
    if (fact.kind === 'handedIn' && changed.gaveWay) await tellOfHandIn(deps, tx, application, heard);
    if (fact.kind !== 'home') return changed.woken;
    await tx.application.update({
      where: { reservationId },
      data: { homeAllocation: Math.max(application.homeAllocation, allocation) },
    });
    // R3: free when the return is processed. A copy of an older allocation holds no slot of the present one.
    if (allocation < application.allocation || !(await freeLoanSlot(tx, reservationId))) return changed.woken;
    return changed.woken + (await wakeWaiting(deps, tx, { patronId: application.patronId, at }));
  });
  if (woken > 0) deps.wake('outbox');
  if (fact.kind === 'handedIn') deps.wake('notices');
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

const LENT = ['handOutUnconfirmed', 'handedOut', 'overdue', 'returning', 'returned'];

function changeOfFact(
  heard: ReservationFact,
  allocation: number,
  application: Application,
  isHome: boolean,
): RowChange | undefined {
  const { fact } = heard;
  const lent = application.allocation === allocation && LENT.includes(application.state);
  const returned: RowChange = { allocation, rank: RANK.returned, state: 'returned' };
  switch (fact.kind) {
    case 'handedOut':
      // Heard after the scan that brought it home.
      if (isHome) return returned;
      return { allocation, rank: RANK.handedOut, state: 'handedOut', due: heard.due, slots: 'loan' };
    case 'handedIn':
      return isHome ? returned : { allocation, rank: RANK.returning, state: 'returning', slots: 'handedIn' };
    case 'home':
      // Whether a copy that nobody was seen to take was lent is for the process to say.
      return lent ? returned : undefined;
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
