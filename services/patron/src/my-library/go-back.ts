import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { type FactKind, type Instant, isAfter, reached } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { deadlineOrNull } from '../dates.ts';
import type { Application } from '../generated/prisma/client.ts';
import { tellNotFetched } from '../notices/tell-not-fetched.ts';
import { tellNotThere } from '../notices/tell-not-there.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { changeSlots, claimAgain, waitNoMore } from '../slots/change-slots.ts';
import { ending, openAgain } from './change-row.ts';
import type { HeardJourney } from './heard-facts-of.ts';
import type { RowChange } from './row-change.ts';
import { RANK } from './row-order.ts';

/** The least a row stands at once a fact of that kind was heard. */
const RANK_OF_FACT: Readonly<Record<FactKind, number>> = {
  picked: RANK.picked,
  packed: RANK.packed,
  shipped: RANK.shipped,
  arrived: RANK.ready,
  handedOut: RANK.handedOut,
  handedIn: RANK.returning,
  sentBack: RANK.returned,
  home: RANK.returned,
};

/** Where a row does not rest on facts: back in the queue, ended, asked about at the branch, lost. */
const RESTS_ON_A_DECISION: readonly number[] = [
  RANK.requeued,
  RANK.ended,
  RANK.handOutUnconfirmed,
  RANK.lost,
  RANK.closed,
];

/** What is said of a hand-out or a return: where it goes with the scan, not with the copy. */
const SAID_OF: readonly FactKind[] = ['handedOut', 'handedIn', 'home'];

/**
 * A scan was taken back: the row stands where the facts that remain say, and the slots follow. What was decided
 * meanwhile (an expiry, a cancellation) counts again. A loan slot that is needed again is taken past the limit, if
 * need be. Answers how many that wait for a loan slot were woken.
 */
export async function goBack(
  deps: PatronDeps,
  tx: Transaction,
  parts: { application: Application; takenBack: FactKind; journey: HeardJourney; at: Instant },
): Promise<number> {
  const { application, takenBack, journey, at } = parts;
  const { reservationId, patronId } = application;
  if (application.closedAt !== null) return 0;
  const underWay = application.rank < RANK.ended || application.rank === RANK.handOutUnconfirmed;
  // Scanned twice, it is taken back twice.
  if (takenBack === 'home' && journey.position.homeAt !== undefined) return 0;
  if (takenBack === 'home' && underWay) {
    // Nobody was seen to take it, so the row had not moved; but the return had freed the slot.
    if (reached(journey.position, 'shipped')) {
      return changeSlots(deps, tx, { reservationId, patronId, slots: 'loan', at });
    }
    await claimAgain(tx, { reservationId, patronId, at });
    return 0;
  }
  // An arrival that was taken for granted and scanned later is taken back twice.
  if (takenBack === 'arrived' && reached(journey.position, 'arrived')) return 0;
  if (RESTS_ON_A_DECISION.includes(application.rank) || application.rank < RANK_OF_FACT[takenBack]) return 0;
  // Ready at the prefectural desk it stands on the hold shelf, whatever parcel it was taken out of before.
  const onHoldShelf = application.state === 'ready' && application.pickupLibrary === PREFECTURAL_LIBRARY;
  if (onHoldShelf && takenBack !== 'picked' && !SAID_OF.includes(takenBack)) return 0;
  const target = placeAfter(parts);
  if (target === undefined || target.rank >= application.rank) return 0;

  const { allocation } = application;
  await tx.application.update({
    where: { reservationId },
    data: {
      rank: target.rank,
      state: target.state,
      ...(SAID_OF.includes(takenBack) ? {} : { readyAllocation: 0, holdUntil: null }),
      ...loanAfter({ application, journey, target }),
      ...(target.ends
        ? await ending(tx, application, { allocation, ...target }, at)
        : await openAgain(tx, application)),
    },
  });
  await overtakeUntrueNotices(tx, application, target);
  if (takenBack === 'arrived') await tellNotThere(deps, tx, { application, allocation, at });
  if (takenBack === 'picked') await tellNotFetched(deps, tx, { application, allocation, at });
  const woken = await changeSlots(deps, tx, { reservationId, patronId, slots: target.slots, at });
  if (target.slots === undefined && target.rank < RANK.shipped) {
    // It has not left the building after all.
    await tx.loanSlot.updateMany({ where: { reservationId }, data: { kind: 'claim' } });
  }
  if (target.rank < RANK.heldForLoanLimit && application.state === 'heldForLoanLimit') {
    return woken + (await waitNoMore(deps, tx, { reservationId, patronId, at }));
  }
  return woken;
}

/** What the row says of the loan there: never lent, a loan that would have begun with the hand-out has no due date. */
export function loanAfter(parts: {
  application: Application;
  journey: Pick<HeardJourney, 'position'>;
  target: { rank: number };
}): { dueDate?: null; dueAt?: null; extended?: false } {
  const { application, journey, target } = parts;
  if (target.rank >= RANK.handOutUnconfirmed) return {};
  const atPrefectural = application.pickupLibrary === PREFECTURAL_LIBRARY;
  const loanBeganThen = atPrefectural || !reached(journey.position, 'shipped');
  return { extended: false, ...(loanBeganThen ? { dueDate: null, dueAt: null } : {}) };
}

/** The place that the remaining facts give; undefined when they say nothing of it (a copy is home, lent or not). */
export function placeAfter(parts: {
  application: Application;
  takenBack: FactKind;
  journey: Pick<HeardJourney, 'position'>;
  at: Instant;
}): Omit<RowChange, 'allocation'> | undefined {
  const { application, takenBack, at } = parts;
  const { position } = parts.journey;
  if (position.homeAt !== undefined) return undefined;
  if (position.handedInAt !== undefined) return { rank: RANK.returning, state: 'returning', slots: 'loan' };
  const due = deadlineOrNull(application.dueDate, application.dueAt);
  if (position.handedOutAt !== undefined) {
    if (application.lostAt !== null) return { rank: RANK.lostOnLoan, state: 'lostInTransit', slots: 'loan' };
    return due !== null && isAfter(at, due.at)
      ? { rank: RANK.overdue, state: 'overdue', slots: 'loan' }
      : { rank: RANK.handedOut, state: 'handedOut', slots: 'loan' };
  }
  if (application.endedAs === 'cancelled' || application.endedAs === 'expired') {
    return { rank: RANK.ended, state: application.endedAs, slots: 'free', ends: true };
  }
  const shipped = reached(position, 'shipped');
  const slots = shipped ? 'loan' : SAID_OF.includes(takenBack) ? 'reservation' : undefined;
  const wasReady = application.readyAllocation === application.allocation && SAID_OF.includes(takenBack);
  if (wasReady) return { rank: RANK.ready, state: 'ready', slots };
  if (shipped) return { rank: RANK.shipped, state: 'shipped', slots };
  if (reached(position, 'packed')) return { rank: RANK.packed, state: 'packed', slots };
  return reached(position, 'picked')
    ? { rank: RANK.picked, state: 'picked', slots }
    : { rank: RANK.allocated, state: 'allocated', slots };
}

/** Mails whose truth no place of the row tells. */
async function overtakeUntrueNotices(
  tx: Transaction,
  { reservationId, allocation }: Application,
  target: { rank: number },
): Promise<void> {
  const kinds = [
    ...(target.rank < RANK.returned ? ['returned'] : []),
    ...(target.rank < RANK.returning ? ['handedIn'] : []),
  ];
  await tx.notice.updateMany({
    where: { reservationId, kind: { in: kinds }, occasion: String(allocation), status: 'pending' },
    data: { status: 'overtaken' },
  });
}

/** The allocation whose copy is home, as the facts that nobody took back say. */
export async function homeAllocationOf(
  tx: Transaction,
  application: Application,
  journey: { allocation: number; position: HeardJourney['position'] },
): Promise<void> {
  const { reservationId, homeAllocation } = application;
  if (homeAllocation !== journey.allocation || journey.position.homeAt !== undefined) return;
  await tx.application.update({ where: { reservationId }, data: { homeAllocation: 0 } });
}
