import { patronApi } from '@toshobin/contracts';
import type { Visit } from '@toshobin/web';
import type { SignedIn } from './access.ts';
import type { PatronWebDeps } from './deps.ts';
import { signedIn } from './patron-routes.ts';

/**
 * What the patron service says of whoever is signed in. R1: a card that was reissued meanwhile goes on under its new
 * number, and so does the session; pages say its digits from here on.
 */
export async function readOwnPatron(deps: Pick<PatronWebDeps, 'patron'>, visit: Visit<SignedIn>) {
  const principal = signedIn(visit);
  const { patronId } = principal;
  const patron = await deps.patron.call(patronApi.readPatron, { params: { patronId } });
  if (!patron.ok) return patron;
  const cardLast4 = patron.value.cardNumber.slice(-4);
  if (cardLast4 !== principal.cardLast4) await visit.amend({ ...principal, cardLast4 });
  return patron;
}
