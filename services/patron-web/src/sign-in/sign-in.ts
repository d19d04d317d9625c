import { allow, type Decision, instantFromDate, refuse } from '@toshobin/lending-rules';
import { addressGroup } from '@toshobin/web';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import type { PatronCall } from '../patron-routes.ts';

/** Full-width digits, spaces and every kind of dash (a Japanese keyboard gives ー) are folded in a card number. */
export function foldCardNumber(text: string): string {
  return text.normalize('NFKC').replace(/[\s\p{Pd}ー−]/gu, '');
}

/**
 * R1, R2. Signs the visitor in; the session gets a new token and keeps its basket, unless it was somebody else's: then
 * it ends, and nothing of the one is seen by the other. Who fails too often with cards that there are, from one group of
 * addresses, waits there, whatever the card (one date tried on many cards); the patron service counts by number. A number
 * that nobody has takes no room from others at its address and is answered alike. Neither limit keeps anybody out of a
 * browser that their card is known in: those tries are counted by themselves.
 */
export async function signIn(
  deps: Pick<PatronWebDeps, 'patron' | 'attempts' | 'knownBrowsers' | 'now'>,
  { visit, request, response }: Pick<PatronCall, 'visit' | 'request' | 'response'>,
  given: { cardNumber: string; password: string },
): Promise<Decision<{ scope: SignedIn['scope'] }>> {
  const cardNumber = foldCardNumber(given.cardNumber);
  if (cardNumber === '') return refuse('SIGN_IN_FAILED');
  const knownBy = deps.knownBrowsers.shown(request);
  const from = addressGroup(request.ip);
  const at = instantFromDate(deps.now());
  const ask = (onlyKnown?: true) =>
    deps.patron.signIn({
      body: { cardNumber, password: given.password, at, knownBy, onlyKnown, from },
    });
  const stands = await deps.patron.isCard({ body: { cardNumber } });
  if (!stands.ok) return stands;
  const counted = await deps.attempts.attempt([from], () => ask(), {
    takesNoRoom: stands.value.isCard ? [] : [from],
  });
  const waits = !counted.ok && counted.refusal.code === 'SIGN_IN_LATER';
  const answer = waits && knownBy !== undefined ? await ask(true) : counted;
  if (!answer.ok) return answer.refusal.code === 'SIGN_IN_LATER' ? counted : answer;
  const { knownBy: token, ...principal } = answer.value;
  const { patronId, scope } = principal;
  if (visit.principal !== undefined && visit.principal.patronId !== patronId) await visit.signOut();
  await visit.signIn(principal);
  if (token !== undefined) deps.knownBrowsers.keep(request, response, token);
  return allow({ scope });
}
