import { patronApi } from '@toshobin/contracts';
import { allow, type Decision, instantFromDate, refuse } from '@toshobin/lending-rules';
import { addressGroup, type Visit } from '@toshobin/web';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';

/** Full-width digits, spaces and every kind of dash (a Japanese keyboard gives ー) are folded in a card number. */
export function foldCardNumber(text: string): string {
  return text.normalize('NFKC').replace(/[\s\p{Pd}ー−]/gu, '');
}

/**
 * R1, R2. Signs the visitor in; the session gets a new token and keeps its basket, unless it was somebody else's: then
 * it ends, and nothing of the one is seen by the other. Whoever fails too often from one
 * group of addresses waits, whatever the card (one date tried on many cards); the patron service counts by card.
 */
export async function signIn(
  deps: Pick<PatronWebDeps, 'patron' | 'attempts' | 'now'>,
  visit: Visit<SignedIn>,
  given: { cardNumber: string; password: string; ip: string | undefined },
): Promise<Decision<{ scope: SignedIn['scope'] }>> {
  const cardNumber = foldCardNumber(given.cardNumber);
  if (cardNumber === '') return refuse('SIGN_IN_FAILED');
  const answer = await deps.attempts.attempt([addressGroup(given.ip)], () =>
    deps.patron.call(patronApi.signIn, {
      body: { cardNumber, password: given.password, at: instantFromDate(deps.now()) },
    }),
  );
  if (!answer.ok) return answer;
  const { patronId, scope } = answer.value;
  if (visit.principal !== undefined && visit.principal.patronId !== patronId) await visit.signOut();
  await visit.signIn(answer.value);
  return allow({ scope });
}
