import type { PatronWebDeps } from '../deps.ts';
import type { SentBack } from '../typed-forms/sent-back.ts';

/**
 * The id of the form that is drawn next. After TRY_AGAIN it stays: the wish may still come true, and sent again it is
 * the same wish, with the same answer. After any other refusal the same form must be able to get another answer.
 */
export function nextWishId(deps: Pick<PatronWebDeps, 'newId'>, { typed, refusal }: SentBack): string {
  return (refusal?.code === 'TRY_AGAIN' ? typed.wishId : undefined) ?? deps.newId();
}
