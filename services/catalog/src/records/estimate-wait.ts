import type { CopyPlace, WaitEstimate } from '@toshobin/contracts';
import { type CalendarDate, daysBetween, durationMs, type LendingPolicy } from '@toshobin/lending-rules';

/** A copy of the title, as far as a wait depends on it. */
interface CopyInUse {
  place: CopyPlace;
  /** The due date of its loan, which begins at dispatch (R7); null while there is none. */
  dueWherever: CalendarDate | null;
}
/** Days from today: if all goes fast, and if everybody takes the time they have. */
interface Span {
  soonest: number;
  latest: number;
}

const DAY = 86_400_000;
/** R11. A parcel waits at most this long for the next of two dispatch days a week, a holiday between them. */
const DISPATCH_WITHIN = 4;

/**
 * How many whole weeks somebody who reserves today would wait, from the queue and the copies: every copy comes back,
 * goes to the next in the queue, comes back, until one is left for the newcomer. The sooner end takes loans of half
 * their length and a pickup at the prefectural library; the later end takes every loan to its due date and the post to
 * and from a branch. Nobody extends a title that somebody waits for (R8). A copy on its way home counts as coming, one
 * that is searched for or out of service does not.
 *
 * Null when a copy is on its shelf, so that there is nothing to wait for, and when no copy can come.
 */
export function estimateWait(title: {
  today: CalendarDate;
  waiting: number;
  copies: readonly CopyInUse[];
  policy: LendingPolicy;
}): WaitEstimate | null {
  const { today, waiting, copies, policy } = title;
  if (copies.some(({ place }) => place === 'onShelf')) return null;
  const home = copies.flatMap((copy) => comesHome(copy, today, policy) ?? []);
  if (home.length === 0) return null;
  const loan = lengthOf(policy.loanPeriod);
  const soonest = turnOf(
    waiting,
    home.map((span) => span.soonest),
    loan / 2,
  );
  const latest = turnOf(
    waiting,
    home.map((span) => span.latest),
    loan + wayHome(policy),
  );
  const weeksFrom = Math.floor(soonest / 7);
  const outward = DISPATCH_WITHIN + policy.yuMailDeliveryDays;
  return { weeksFrom, weeksTo: Math.max(weeksFrom + 1, Math.ceil((latest + outward) / 7)) };
}

/** In how many days a copy is back at the prefectural library; undefined for one that is there, or uncertain. */
export function comesHome(
  { place, dueWherever }: CopyInUse,
  today: CalendarDate,
  policy: LendingPolicy,
): Span | undefined {
  switch (place) {
    case 'onShelf':
    case 'searching':
    case 'unavailable':
      return undefined;
    case 'returning':
      return { soonest: 0, latest: wayHome(policy) } satisfies Span;
    case 'beingPrepared':
    case 'onHoldShelf':
    case 'inTransit':
    case 'atPickupLibrary':
    case 'onLoan':
      break;
  }
  const held = place === 'onLoan' ? 0 : lengthOf(policy.holdPeriod);
  const left = dueWherever === null ? held + lengthOf(policy.loanPeriod) : daysBetween(today, dueWherever);
  // The loan is past due, and nobody knows when it ends; the search for a copy that does not come home takes as long.
  if (left < 0) return { soonest: 0, latest: lengthOf(policy.homeWithin) } satisfies Span;
  return { soonest: left / 2, latest: left + wayHome(policy) } satisfies Span;
}

/** The day on which there is a copy for the one who comes after `ahead` others. */
function turnOf(ahead: number, home: readonly number[], cycle: number): number {
  const free = [...home];
  for (let served = 0; ; served += 1) {
    const day = Math.min(...free);
    if (served >= ahead) return day;
    free[free.indexOf(day)] = day + cycle;
  }
}

/** R10. The longest way of a copy from a branch's counter to the prefectural library, in days. */
function wayHome(policy: LendingPolicy): number {
  return policy.sendBackOpenDays + policy.yuMailDeliveryDays;
}

function lengthOf(period: string): number {
  return durationMs(period) / DAY;
}
