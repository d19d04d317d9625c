import { reached, steps } from '../position/position.ts';
import type { LedgerStateCopy } from './ledger-state.ts';

// How far the copy in a state has come, for those who derive from it: they name no kind of fact.

type Travelling = Pick<LedgerStateCopy, 'position'>;

export function wasHandedOut({ position }: Travelling): boolean {
  return reached(position, 'handedOut');
}

export function wasHandedIn({ position }: Travelling): boolean {
  return reached(position, 'handedIn');
}

/** It was posted or handed out, and has to come home. */
export function hasLeft({ position }: Travelling): boolean {
  return reached(position, 'shipped') || reached(position, 'handedOut');
}

export function isHome({ position }: Travelling): boolean {
  return reached(position, 'home');
}

/** It was fetched from its shelf, and is not home. */
export function isToPutBack({ position }: Travelling): boolean {
  return position.furthest !== 'allocated' && position.furthest !== 'home';
}

/** Whether what came from outside is a step of the way. */
export function isStep(given: unknown): boolean {
  return steps.some((step) => step === given);
}
