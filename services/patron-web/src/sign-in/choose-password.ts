import { allow, type Decision, instantFromDate, refuse } from '@toshobin/lending-rules';
import type { Visit } from '@toshobin/web';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';

/**
 * R2. Chooses a password; a session of the initial password becomes a full one, under a new token, and every other
 * session of the patron ends. Whoever has chosen one before gives the present one too. Refuses SIGN_IN_FAILED when
 * that is wrong or missing; and where another password was chosen since whoever is to choose one signed in: that
 * session is nobody's then.
 */
export async function choosePassword(
  deps: Pick<PatronWebDeps, 'patron' | 'now' | 'endSessions' | 'ownSessions'>,
  visit: Visit<SignedIn>,
  principal: SignedIn,
  given: { password: string; current?: string | undefined },
): Promise<Decision<{ chosen: true }>> {
  const { patronId } = principal;
  const current = principal.scope === 'full' ? (given.current ?? '') : undefined;
  if (current === '') return refuse('SIGN_IN_FAILED');
  if (given.password === '') return refuse('PASSWORD_TOO_SHORT', { min: 10 });
  const at = instantFromDate(deps.now());
  const known = current === undefined ? { passwordSetAt: principal.passwordSetAt } : { current };
  const answer = await deps.patron.choosePassword({
    params: { patronId },
    body: { password: given.password, ...known, at },
  });
  if (!answer.ok) {
    if (current === undefined && answer.refusal.code === 'SIGN_IN_FAILED')
      await deps.ownSessions.leaveUnchosen(visit.sessionId);
    return answer;
  }
  await visit.signIn({ ...principal, scope: 'full', passwordSetAt: at });
  await deps.endSessions(patronId, visit.sessionId);
  return allow({ chosen: true });
}
