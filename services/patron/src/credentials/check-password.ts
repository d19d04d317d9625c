import { allow, type Decision, type Instant, refuse } from '@toshobin/lending-rules';
import { passwordMatches, verifyAgainstNobody } from '@toshobin/passwords';
import type { Answers, PatronDeps } from '../patron-deps.ts';
import { countAttempt, forgetFailures } from './count-attempt.ts';

/**
 * R2. Checks a patron's password before a change that only they may make. The try is counted with the sign-ins from
 * browsers that the card is known in, so that an unattended screen is no way to guess, and strangers keep nobody out
 * who is signed in. An initial password does not count as one's own. Refuses SIGN_IN_FAILED (also for an id that nobody
 * has) and SIGN_IN_LATER (minutes).
 */
export const checkPassword: Answers<'checkPassword'> = async (deps, presented) => {
  const hash = await hashOfPresent(deps, presented);
  return hash.ok ? allow({ right: true }) : hash;
};

/** The hash that the present password was found to match, so that a change can see whether it is still the one. */
export async function hashOfPresent(
  deps: PatronDeps,
  { patronId, password, at }: { patronId: string; password: string; at: Instant },
): Promise<Decision<string>> {
  const patron = await deps.db.patron.findUnique({
    where: { id: patronId },
    include: { credential: true, cards: { where: { replacedAt: null } } },
  });
  const card = patron?.cards[0];
  if (!patron || !card) return refuse('SIGN_IN_FAILED');
  const attempt = await countAttempt(deps, { cardNumber: card.number, password, at, known: true });
  if (!attempt.admitted) return refuse('SIGN_IN_LATER', { minutes: attempt.minutes });
  const chosen = patron.credential?.kind === 'chosen' ? patron.credential.hash : undefined;
  const matches =
    chosen === undefined ? await verifyAgainstNobody(password) : await passwordMatches(password, chosen);
  if (chosen === undefined || !matches) return refuse('SIGN_IN_FAILED');
  await forgetFailures(deps, card.number);
  return allow(chosen);
}
