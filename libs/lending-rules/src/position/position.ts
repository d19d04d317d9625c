import { z } from 'zod';
import { isAfter } from '../calendar/compare.ts';
import { type Instant, InstantSchema } from '../calendar/instant.ts';
import { type FactKind, FactKindSchema } from './fact.ts';

/** How far a copy has come: allocated (nothing has happened yet) or the furthest thing that has. */
export type Step = 'allocated' | FactKind;

/**
 * Where the facts of one allocation say that the copy is. Each time is the earliest legal time of a fact of
 * that kind, and is absent when no such fact is known (also when a later one implies that it happened).
 */
export const PositionSchema = z.strictObject({
  furthest: z.enum(['allocated', ...FactKindSchema.options]),
  /** The copy is on its way home, for whatever reason. */
  onReturnLeg: z.boolean(),
  pickedAt: InstantSchema.optional(),
  packedAt: InstantSchema.optional(),
  /** Posted to the pickup library (outward leg only). */
  shippedAt: InstantSchema.optional(),
  /** Received at the pickup library (outward leg only). */
  arrivedAt: InstantSchema.optional(),
  handedOutAt: InstantSchema.optional(),
  handedInAt: InstantSchema.optional(),
  /** On its way home: sent back, or seen in a parcel of the return leg. */
  sentBackAt: InstantSchema.optional(),
  /** Processed at the prefectural library. */
  homeAt: InstantSchema.optional(),
});
export type Position = z.infer<typeof PositionSchema>;

/** How far along the way each step is. */
const way: Readonly<Record<Step, number>> = {
  allocated: 0,
  picked: 1,
  packed: 2,
  shipped: 3,
  arrived: 4,
  handedOut: 5,
  handedIn: 6,
  sentBack: 7,
  home: 8,
};

export function rankOf(step: Step): number {
  return way[step];
}

/** Whether a value is a step of the way; without a schema, which is frozen before a process first asks it. */
export function isStep(given: unknown): given is Step {
  return typeof given === 'string' && Object.hasOwn(way, given);
}

/**
 * Is the copy at this step or further, so that a wait for it may end? A forgotten scan is implied by a later
 * one, except that being on the way home (or there) proves neither a hand-out nor a hand-in: those count as
 * reached only when they, or for the hand-out a hand-in, were recorded. Whether a copy that came home was lent
 * is for `outcomeOf`.
 */
export function reached(position: Position, kind: FactKind): boolean {
  if (kind === 'handedOut') return position.handedOutAt !== undefined || position.handedInAt !== undefined;
  if (kind === 'handedIn') return position.handedInAt !== undefined;
  return rankOf(position.furthest) >= rankOf(kind);
}

/** When the copy was sent home; a scan of it once it was home is of no way home. */
export function sentBackOf({ sentBackAt, homeAt }: Position): Instant | undefined {
  const isHome = sentBackAt !== undefined && homeAt !== undefined && isAfter(sentBackAt, homeAt);
  return isHome ? undefined : sentBackAt;
}
