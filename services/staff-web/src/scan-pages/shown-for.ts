import { z } from 'zod';
import type { CardInHand } from '../desk/card-in-hand.ts';
import { isRelease } from '../scans/card-or-code.ts';

const ShownForSchema = z.enum(['nobody', 'card', 'release']);
export type ShownFor = z.infer<typeof ShownForSchema>;

/** Whom a page of hand-outs was drawn for: windows of a browser share a session, and in another one a card may have been read since. */
export const drawnForFields = {
  /** The card, also for a script that has no line. */
  card: z.string().max(64).optional(),
  /** Left out by the first page of a library, which is drawn for no hand-out. */
  shownFor: ShownForSchema.optional(),
};

/** What the field of such a page posts of that. */
export function drawnFor(card: CardInHand | undefined): { card?: string; shownFor: ShownFor } {
  if (card === undefined) return { shownFor: 'nobody' };
  return card.number === undefined ? { shownFor: 'release' } : { card: card.number, shownFor: 'card' };
}

/** Whether it is somebody else who is in hand now. */
export function isOther(
  { card, shownFor }: { card?: string | undefined; shownFor?: ShownFor | undefined },
  number: string | undefined,
): boolean {
  if (number === undefined) return false;
  if (card !== undefined) return card !== number;
  return shownFor === 'nobody' || (shownFor === 'release' && !isRelease(number));
}
