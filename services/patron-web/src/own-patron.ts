import type { patronApi } from '@toshobin/contracts';
import { pageFault, type Visit } from '@toshobin/web';
import type { z } from 'zod';
import type { SignedIn } from './access.ts';
import type { PatronWebDeps } from './deps.ts';
import { signedIn } from './patron-routes.ts';

/** As the contract has it. */
export type OwnPatron = z.output<typeof patronApi.readPatron.answer>;

/**
 * What the patron service says of whoever is signed in. R1: a card that was reissued meanwhile goes on under its new
 * number, and so does the session; pages say its digits from here on. Whoever gave up their card is signed out, and not found.
 */
export async function readOwnPatron(deps: Pick<PatronWebDeps, 'patron'>, visit: Visit<SignedIn>) {
  const principal = signedIn(visit);
  const { patronId } = principal;
  const patron = await deps.patron.readPatron({ params: { patronId } });
  if (!patron.ok) {
    await visit.signOut();
    pageFault(404);
  }
  const cardLast4 = patron.value.cardNumber.slice(-4);
  if (cardLast4 !== principal.cardLast4) await visit.amend({ ...principal, cardLast4 });
  return patron.value;
}
