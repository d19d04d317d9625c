import type { PatronRow } from '@toshobin/contracts';
import { allow, type Deadline, type Decision, withPatron } from '@toshobin/lending-rules';
import { carryOutWish, type OwnWish, type WishDeps } from './carry-out-wish.ts';

/**
 * R8 「受け取りました」. The patron has the copy though nobody scanned it; the due date stays. The branch sees it and can
 * say that the copy is still there. Scanned meanwhile, it is answered the same. Refuses NOT_FOUND, NOT_ON_LOAN,
 * ALREADY_HANDED_IN, STATE_CHANGED, TRY_AGAIN.
 */
export async function declarePickedUp(
  deps: WishDeps,
  wish: OwnWish,
): Promise<Decision<{ due: Deadline; row: PatronRow }>> {
  const declared = await carryOutWish(deps, wish, {
    granted: ({ open, state, due }) => (open && withPatron.has(state) && due !== null ? { due } : undefined),
    ask: ({ asked }) => deps.process.declarePickedUp(asked),
  });
  return declared.ok ? allow({ due: declared.value.value.due, row: declared.value.row }) : declared;
}
