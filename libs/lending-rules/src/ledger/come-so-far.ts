import type { Instant } from '../calendar/instant.ts';
import type { Fact } from '../position/fact.ts';
import { reached } from '../position/position.ts';
import { standing } from '../position/position-of.ts';
import type { LedgerStateCopy } from './ledger-state.ts';

// How far a copy has come, the one in a state or the one that a scan is of, for those who derive from it: they name no
// kind of fact. A scan that was forgotten is implied by a later one.

type Travelling = Pick<LedgerStateCopy, 'position'>;

/** Whether the copy was fetched from its shelf, wherever it has gone since. */
export function wasFetched({ position }: Travelling): boolean {
  return reached(position, 'picked');
}

export function wasPacked({ position }: Travelling): boolean {
  return reached(position, 'packed');
}

export function wasPosted({ position }: Travelling): boolean {
  return reached(position, 'shipped');
}

/** Whether the copy was handed to the post, and nobody has seen it since. */
export function isInTransit(copy: Travelling): boolean {
  return wasPosted(copy) && !hasArrived(copy);
}

export function hasArrived({ position }: Travelling): boolean {
  return reached(position, 'arrived');
}

export function wasHandedOut({ position }: Travelling): boolean {
  return reached(position, 'handedOut');
}

export function wasHandedIn({ position }: Travelling): boolean {
  return reached(position, 'handedIn');
}

/** Whether the copy was posted or handed out, and has to come home. */
export function hasLeft(copy: Travelling): boolean {
  return wasPosted(copy) || wasHandedOut(copy);
}

/** Whether the copy is on its way home, for whatever reason, or there. */
export function hasTurnedBack({ position }: Travelling): boolean {
  return position.onReturnLeg;
}

/** Whether the copy is fetched and nothing says that it comes home: held, on its way there or with its patron. */
export function isOut(copy: Travelling): boolean {
  return wasFetched(copy) && !hasTurnedBack(copy);
}

/** Whether nobody had the copy, and it does not come home. */
export function isStillToLend(copy: Travelling): boolean {
  return !wasHandedOut(copy) && !hasTurnedBack(copy);
}

/** Whether the copy was fetched, and neither handed out nor sent back. */
export function isUntaken(copy: Travelling): boolean {
  return wasFetched(copy) && isStillToLend(copy);
}

/** When the copy took the last known step of its way out: handed out, arrived, or posted. */
export function awaySince({ position }: Travelling): Instant | undefined {
  return position.handedOutAt ?? position.arrivedAt ?? position.shippedAt;
}

/** R7. Whether its parcel was said to have left, and has not: no loan has begun. */
export function isDispatchTakenBack({ facts, ...copy }: Travelling & { facts: Iterable<Fact> }): boolean {
  const isVoided = [...facts].some(({ kind, voids }) => kind === 'shipped' && voids !== undefined);
  return isVoided && !wasPosted(copy);
}

/**
 * R9. Whether the post brought the copy back to the prefectural library, and nobody is known to have had it: its
 * reservation goes on. One whose copy a library sends home is over.
 *
 * @param prefectural that library, as scans name it
 */
export function isBackByPost(
  { facts, allocation, ...copy }: Travelling & { facts: Iterable<Fact>; allocation: number },
  prefectural: string,
): boolean {
  if (wasHandedOut(copy)) return false;
  return standing(facts, allocation).some(({ kind, place }) => kind === 'sentBack' && place === prefectural);
}

export function isHome({ position }: Travelling): boolean {
  return reached(position, 'home');
}

/** Whether the copy was fetched from its shelf, and is not home. */
export function isToPutBack(copy: Travelling): boolean {
  return wasFetched(copy) && !isHome(copy);
}

export { isStep } from '../position/position.ts';
