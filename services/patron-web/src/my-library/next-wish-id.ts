import type { Refusal } from '@toshobin/lending-rules';
import type { PatronWebDeps } from '../deps.ts';

/** A wish that was sent and refused, with the id it was sent under. */
export interface RefusedWish {
  refusal: Refusal;
  wishId: string;
}

/**
 * The id of the form that is drawn next. After TRY_AGAIN it stays: the wish may still come true, and sent again it is
 * the same wish, with the same answer. After any other refusal the same form must be able to get another answer.
 */
export function nextWishId(deps: Pick<PatronWebDeps, 'newId'>, refused?: RefusedWish): string {
  return refused?.refusal.code === 'TRY_AGAIN' ? refused.wishId : deps.newId();
}
