import { type Decision, refuse } from '@toshobin/lending-rules';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import type { PatronCall } from '../patron-routes.ts';
import type { RememberedCard } from '../sign-in/devices.ts';
import { signIn } from '../sign-in/sign-in.ts';

/**
 * Signs in with a card that the browser remembers: its number is asked of the patron service and never shown, so that
 * a replaced card goes on under its new number. It is the ordinary sign-in, with its limits and refusals.
 */
export async function signInRemembered(
  deps: PatronWebDeps,
  call: PatronCall,
  { card, password }: { card: RememberedCard; password: string },
): Promise<Decision<{ scope: SignedIn['scope'] }>> {
  const { patronId } = card;
  const patron = await deps.patron.readPatron({ params: { patronId } });
  if (!patron.ok || password === '') return refuse('SIGN_IN_FAILED');
  return signIn(deps, call, { cardNumber: patron.value.cardNumber, password });
}
