import type { LendingPolicy } from '../policy/lending-policy.ts';
import { allow, type Decision, refuse } from '../refusals/decision.ts';

/** ゆうメール (twice a week, no tracking) or ゆうパック (as soon as it is packed, tracked). */
export type PostalMode = 'yuMail' | 'yuPack';

/** A copy as the post sees it. */
export interface PostalItem {
  weightGrams: number;
  thicknessMm: number;
}

interface ModeChoice {
  mode: PostalMode;
  reason: 'withinYuMailGuide' | 'tooManyItems' | 'tooHeavy' | 'tooThick';
}

type YuMailGuide = Pick<LendingPolicy, 'yuMailMaxItems' | 'yuMailMaxWeightGrams' | 'yuMailMaxThicknessMm'>;

/** R11. How a parcel of these copies should travel: by Yu-Mail within its guide, else by Yu-Pack, and why. */
export function chooseMode(items: readonly PostalItem[], policy: YuMailGuide): ModeChoice {
  const weight = items.reduce((sum, item) => sum + item.weightGrams, 0);
  const thickness = items.reduce((sum, item) => sum + item.thicknessMm, 0); // on top of each other
  if (items.length > policy.yuMailMaxItems) return { mode: 'yuPack', reason: 'tooManyItems' };
  if (weight > policy.yuMailMaxWeightGrams) return { mode: 'yuPack', reason: 'tooHeavy' };
  if (thickness > policy.yuMailMaxThicknessMm) return { mode: 'yuPack', reason: 'tooThick' };
  return { mode: 'yuMail', reason: 'withinYuMailGuide' };
}

/**
 * R11. May these copies travel by Yu-Mail? The guide binds nobody: staff may go on with a reason. Refuses
 * YU_MAIL_TOO_LARGE (maxItems, maxWeight, maxThickness).
 */
export function decideYuMail(items: readonly PostalItem[], policy: YuMailGuide): Decision<void> {
  if (chooseMode(items, policy).mode === 'yuMail') return allow(undefined);
  return refuse('YU_MAIL_TOO_LARGE', {
    maxItems: policy.yuMailMaxItems,
    maxWeight: `${policy.yuMailMaxWeightGrams / 1000}kg`,
    maxThickness: `${policy.yuMailMaxThicknessMm / 10}cm`,
  });
}
