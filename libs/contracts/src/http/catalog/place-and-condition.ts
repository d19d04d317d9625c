import { z } from 'zod';

/** Where a copy is, as anybody may know it. */
export const CopyPlaceSchema = z.enum([
  'onShelf',
  'beingPrepared',
  'onHoldShelf',
  'inTransit',
  'atPickupLibrary',
  'onLoan',
  'returning',
  'searching',
  'unavailable',
]);
export type CopyPlace = z.infer<typeof CopyPlaceSchema>;

/** What follows from a place alone; a set of places has its name here. */
export type PlaceTrait =
  /** The prefectural library has the copy. */
  | 'atHome'
  /** The prefectural library has it for somebody. */
  | 'prepared'
  /** The copy stands at the prefectural library and may be lent from there. */
  | 'lendable'
  /** The copy waits for its patron. */
  | 'held'
  /** The copy is at a library that it was brought to, on its way there, lent there, or on its way from there. */
  | 'away'
  /** The copy may be in the post. */
  | 'travels'
  /** The borrower has the copy, or it is on its way back from them. */
  | 'lent'
  /** Nobody can have the copy. */
  | 'nowhere'
  /** Desks list what is there: the index `copy_at_a_desk` has these copies. */
  | 'listed';

const placeTraits: Readonly<Record<CopyPlace, readonly PlaceTrait[]>> = {
  onShelf: ['atHome', 'lendable'],
  beingPrepared: ['atHome', 'prepared', 'listed'],
  onHoldShelf: ['atHome', 'prepared', 'lendable', 'held', 'listed'],
  inTransit: ['away', 'travels'],
  atPickupLibrary: ['away', 'held', 'listed'],
  onLoan: ['away', 'lent'],
  returning: ['away', 'travels', 'lent', 'listed'],
  searching: ['nowhere'],
  unavailable: ['nowhere'],
};

export function placeIs(place: CopyPlace, trait: PlaceTrait): boolean {
  return placeTraits[place].includes(trait);
}

/** Whether a copy may be lent, and why not. */
export const CopyConditionSchema = z.enum([
  'inService',
  'searching',
  'missing',
  'damaged',
  'lost',
  'withdrawn',
]);
type CopyCondition = z.infer<typeof CopyConditionSchema>;

/** What follows from a condition alone; a set of conditions has its name here. */
type ConditionTrait =
  /** The copy may be lent, now or once it has turned up: most of those that are searched for do (R4). */
  | 'lentSomeDay'
  /** The copy is not where it should be: a scan finds it. */
  | 'foundByScan'
  /** The copy was not on its shelf, and nobody has said that it is lost. */
  | 'unfound'
  /** The copy is out of stock as far as anybody knows. */
  | 'writtenOff'
  | 'outOfUse';

const conditionTraits = {
  inService: ['lentSomeDay'],
  searching: ['lentSomeDay', 'foundByScan', 'unfound'],
  missing: ['foundByScan', 'unfound'],
  lost: ['foundByScan', 'writtenOff'],
  damaged: ['outOfUse'],
  withdrawn: ['outOfUse', 'writtenOff'],
} as const satisfies Readonly<Record<CopyCondition, readonly ConditionTrait[]>>;

type That<Trait extends ConditionTrait> = {
  [C in CopyCondition]: Trait extends (typeof conditionTraits)[C][number] ? C : never;
}[CopyCondition];

export function conditionIs<Trait extends ConditionTrait>(
  condition: CopyCondition,
  trait: Trait,
): condition is That<Trait> {
  const traits: readonly ConditionTrait[] = conditionTraits[condition];
  return traits.includes(trait);
}
const conditionsThatAre = <Trait extends ConditionTrait>(trait: Trait) =>
  CopyConditionSchema.options.filter((condition) => conditionIs(condition, trait));
export const lentSomeDay = conditionsThatAre('lentSomeDay');
export const foundByScan = conditionsThatAre('foundByScan');
export const OutOfUseSchema = z.enum(conditionsThatAre('outOfUse'));
export type OutOfUse = z.infer<typeof OutOfUseSchema>;
